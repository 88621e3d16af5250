package io.lotse.launcher.cli;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This Lotse, for another process. */
final class ThisProgram {
    /** Where the script is that started this Java; it says so itself. */
    private static final String SCRIPT = "lotse.program";

    private ThisProgram() {}

    /** What a user calls; where that was not the script, the same Java. */
    static List<String> command() {
        String script = System.getProperty(SCRIPT);
        return script == null ? java() : List.of(script);
    }

    /** The same Java with the same settings, more of them behind, and the program: its arguments follow. */
    static List<String> java(String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of(options));
        String classPath = System.getProperty("java.class.path");
        boolean oneJar = classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator);
        command.addAll(oneJar ? List.of("-jar", classPath) : List.of("-cp", classPath, "io.lotse.launcher.Main"));
        return command;
    }

    /** In front of a command: a terminal that closes, or its Ctrl-C, does not reach it. Empty where the system cannot. */
    static List<String> inASessionOfItsOwn() {
        return Executables.find("setsid", System.getenv("PATH")).map(Path::toString).stream()
                .toList();
    }
}
