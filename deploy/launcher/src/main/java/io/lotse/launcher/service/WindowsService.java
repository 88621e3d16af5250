package io.lotse.launcher.service;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service of Windows that is the node. Windows wants a program that speaks to its service manager: WinSW does, and reads
 * what to run from the XML file of its own name beside it.
 */
final class WindowsService implements Way {
    private final String name;
    private final Path winsw;
    private final Path folder;
    private final Path keep;
    private final Commands commands;

    /**
     * @param winsw the program of WinSW; null if nobody said
     * @param folder where it and its XML are kept
     * @param keep the folder above that is left even if it is empty
     */
    WindowsService(String name, Path winsw, Path folder, Path keep, Commands commands) {
        this.name = name;
        this.winsw = winsw;
        this.folder = folder;
        this.keep = keep;
        this.commands = commands;
    }

    private Path file(String ending) {
        return folder.resolve(name + ending);
    }

    private Step.Call call(String what, String otherwise) {
        return new Step.Call(List.of(file(".exe").toString(), what), otherwise);
    }

    @Override
    public Optional<String> hindrance() {
        if (state().isInstalled() || winsw != null && Files.isRegularFile(winsw)) {
            return Optional.empty();
        }
        return Optional.of((winsw == null ? "a service of Windows needs WinSW" : "there is no " + winsw)
                + ": download WinSW-x64.exe of its release 2.12 from the project winsw/winsw, and give --winsw FILE");
    }

    @Override
    public List<Step> install(Wish wish) {
        String text = text(wish);
        List<Step> steps = new ArrayList<>();
        if (Files.exists(file(".exe"))) {
            steps.add(call("stop", null));
            steps.add(call("uninstall", null));
        }
        steps.add(new Step.Write(file(".xml"), text.getBytes(StandardCharsets.UTF_8), text));
        if (winsw != null) {
            steps.add(new Step.Copy(winsw, file(".exe")));
        }
        steps.add(
                call("install", "run it again in a terminal of an administrator; lotse service uninstall removes it"));
        steps.add(call("start", "see " + file(".wrapper.log") + "; lotse service uninstall removes it"));
        return steps;
    }

    @Override
    public List<Step> uninstall() {
        return List.of(
                call("stop", null),
                call("uninstall", "nothing was removed: run it again in a terminal of an administrator"),
                new Step.Remove(file(".wrapper.log"), folder),
                new Step.Remove(file(".exe"), folder),
                new Step.Remove(file(".xml"), keep));
    }

    @Override
    public State state() {
        if (!Files.exists(file(".xml"))) {
            return State.ABSENT;
        }
        Commands.Result answer = commands.run(file(".exe").toString(), "status");
        return new State(file(".xml").toString(), "enabled", answer.out().strip());
    }

    @Override
    public List<String> advice() {
        return List.of();
    }

    private String text(Wish wish) {
        List<String> command = wish.start();
        StringBuilder variables = new StringBuilder();
        for (Map.Entry<String, String> variable : wish.variables().entrySet()) {
            variables.append("  <env name=\"%s\" value=\"%s\"/>\n"
                    .formatted(Xml.text(variable.getKey()), Xml.text(variable.getValue())));
        }
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <!-- %s -->
                <service>
                  <id>%s</id>
                  <name>Lotse (%s)</name>
                  <description>Ports, registry, gateway and watch for this host's services</description>
                %s  <executable>%s</executable>
                  <arguments>%s</arguments>
                  <workingdirectory>%s</workingdirectory>
                  <startmode>Automatic</startmode>
                  <stoptimeout>30 sec</stoptimeout>
                  <onfailure action="restart" delay="2 sec"/>
                  <log mode="none"/>
                </service>
                """
                .formatted(
                        Doer.MARK,
                        Xml.text(name),
                        Xml.text(name),
                        variables,
                        Xml.text(command.get(0)),
                        Xml.text(WindowsCommand.line(command.subList(1, command.size()))),
                        Xml.text(wish.folder().toString()));
    }
}
