package io.lotse.launcher.service;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A task of Windows' Task Scheduler that looks after the node again and again, while its user is logged in. */
final class WindowsTask implements Way {
    private final String name;
    private final Path file;
    private final Path keep;
    private final Commands commands;

    /**
     * @param folder where its XML is kept
     * @param keep the folder above that is left even if it is empty
     */
    WindowsTask(String name, Path folder, Path keep, Commands commands) {
        this.name = name;
        this.file = folder.resolve(name + "-task.xml");
        this.keep = keep;
        this.commands = commands;
    }

    @Override
    public Optional<String> hindrance() {
        return commands.run("schtasks", "/?").isMissing()
                ? Optional.of("there is no schtasks on this host: it is for Windows")
                : Optional.empty();
    }

    @Override
    public List<Step> install(Wish wish) {
        String text = text(wish);
        return List.of(
                new Step.Write(file, utf16(text), text),
                new Step.Call(
                        List.of("schtasks", "/Create", "/TN", name, "/XML", file.toString(), "/F"),
                        "lotse service uninstall removes what was written"),
                new Step.Call(List.of("schtasks", "/Run", "/TN", name), null));
    }

    /** As schtasks wants it. */
    private static byte[] utf16(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0xFF);
        bytes.write(0xFE);
        bytes.writeBytes(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_16LE));
        return bytes.toByteArray();
    }

    /** What schtasks never heard of has nothing but the file. */
    @Override
    public List<Step> uninstall() {
        boolean known = commands.run("schtasks", "/Query", "/TN", name).succeeded();
        return List.of(
                new Step.Call(List.of("schtasks", "/Delete", "/TN", name, "/F"), known ? "nothing was removed" : null),
                new Step.Remove(file, keep));
    }

    @Override
    public State state() {
        if (!Files.exists(file)) {
            return State.ABSENT;
        }
        boolean known = commands.run("schtasks", "/Query", "/TN", name).succeeded();
        return new State(file.toString(), known ? "enabled" : "disabled", null);
    }

    @Override
    public List<String> advice() {
        return List.of("it runs while you are logged in");
    }

    /** A task cannot set variables: cmd does, where there are any; with /s it leaves all between the outer marks as it is. */
    private static String arguments(Wish wish) {
        List<String> look = wish.look();
        if (wish.variables().isEmpty()) {
            return WindowsCommand.line(look.subList(1, look.size()));
        }
        StringBuilder line = new StringBuilder("/d /s /c \"");
        for (Map.Entry<String, String> variable : wish.variables().entrySet()) {
            line.append("set \"").append(variable.getKey()).append('=');
            line.append(variable.getValue()).append("\" && ");
        }
        return line.append(WindowsCommand.line(look)).append('"').toString();
    }

    private static String text(Wish wish) {
        String program = wish.variables().isEmpty() ? wish.look().get(0) : "cmd.exe";
        return """
                <?xml version="1.0" encoding="UTF-16"?>
                <!-- %s -->
                <Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
                  <RegistrationInfo>
                    <Description>Looks after the Lotse node of this host, which is started if it is down.</Description>
                  </RegistrationInfo>
                  <Triggers>
                    <TimeTrigger>
                      <Repetition>
                        <Interval>PT%sM</Interval>
                      </Repetition>
                      <StartBoundary>2020-01-01T00:00:00</StartBoundary>
                      <Enabled>true</Enabled>
                    </TimeTrigger>
                  </Triggers>
                  <Principals>
                    <Principal id="Author">
                      <LogonType>InteractiveToken</LogonType>
                      <RunLevel>LeastPrivilege</RunLevel>
                    </Principal>
                  </Principals>
                  <Settings>
                    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
                    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
                    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
                    <StartWhenAvailable>true</StartWhenAvailable>
                    <Hidden>true</Hidden>
                    <ExecutionTimeLimit>PT10M</ExecutionTimeLimit>
                  </Settings>
                  <Actions Context="Author">
                    <Exec>
                      <Command>%s</Command>
                      <Arguments>%s</Arguments>
                      <WorkingDirectory>%s</WorkingDirectory>
                    </Exec>
                  </Actions>
                </Task>
                """
                .formatted(
                        Doer.MARK,
                        Math.max(1, wish.every().toMinutes()),
                        Xml.text(program),
                        Xml.text(arguments(wish)),
                        Xml.text(wish.folder().toString()));
    }
}
