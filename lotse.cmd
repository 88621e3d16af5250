@echo off
rem Runs Lotse; builds it first where there is no jar yet. Help: lotse --help
rem JAVA_HOME        the Java to use (17 or newer); default: the java in PATH
rem LOTSE_JAVA_OPTS  more options for Java
rem After a change of the sources: mvn -q -B -Dquick -Dmaven.test.skip=true -pl deploy/launcher -am package
setlocal

set "HERE=%~dp0"
set "TARGET=%HERE%deploy\launcher\target"
set "JAR=%TARGET%\lotse.jar"

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
"%JAVA%" --version >nul 2>nul
if errorlevel 1 (
    echo lotse: there is no Java 17: install a JDK 17 or newer, or point JAVA_HOME at one 1>&2
    exit /b 1
)
"%JAVA%" --version 2>nul | findstr /r /c:"^[a-zA-Z]* 1[7-9]" /c:"^[a-zA-Z]* [2-9][0-9]" >nul
if errorlevel 1 (
    echo lotse: "%JAVA%" is too old: point JAVA_HOME at a JDK 17 or newer 1>&2
    exit /b 1
)

if exist "%JAR%" goto built
where mvn >nul 2>nul
if errorlevel 1 (
    echo lotse: Lotse is to be built, and there is no mvn: install Maven 3.8 or newer 1>&2
    exit /b 1
)
echo lotse: building "%JAR%" 1>&2
pushd "%HERE%"
call mvn -q -B -Dquick -Dmaven.test.skip=true -pl deploy/launcher -am package 1>&2
if errorlevel 1 (
    popd
    echo lotse: the build failed: see above 1>&2
    exit /b 1
)
popd
:built

set "ALL=-Xshare:auto -Xlog:disable -Xlog:all=error:stderr -XX:+UseSerialGC -Xss512k -XX:-UsePerfData"
set "OPTIONS=%ALL% -Xmx64m -XX:TieredStopAtLevel=1"
if "%~1"=="mock" set "OPTIONS=%ALL% -Xmx256m -XX:TieredStopAtLevel=1"
if "%~1"=="start" set "OPTIONS=%ALL% -XX:MarkSweepDeadRatio=0 -Xms32m -Xmx96m -XX:MaxDirectMemorySize=64m -XX:ReservedCodeCacheSize=64m -XX:MaxMetaspaceSize=128m -XX:+ExitOnOutOfMemoryError -XX:+DisplayVMOutputToStderr"
if "%~1"=="demo" set "OPTIONS=%ALL% -XX:MarkSweepDeadRatio=0 -Xms32m -Xmx96m -XX:MaxDirectMemorySize=64m -XX:ReservedCodeCacheSize=64m -XX:MaxMetaspaceSize=128m -XX:+ExitOnOutOfMemoryError -XX:+DisplayVMOutputToStderr"
if "%~1"=="monitor" set "OPTIONS=%ALL% -XX:MarkSweepDeadRatio=0 -Xms32m -Xmx96m -XX:MaxDirectMemorySize=64m -XX:ReservedCodeCacheSize=64m -XX:MaxMetaspaceSize=128m -XX:+ExitOnOutOfMemoryError -XX:+DisplayVMOutputToStderr"

"%JAVA%" %OPTIONS% "-Dlotse.program=%HERE%lotse.cmd" %LOTSE_JAVA_OPTS% -jar "%JAR%" %*
exit /b %ERRORLEVEL%
