package io.lotse.launcher.service;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An agent of macOS' launchd that is the node; see launchd.plist(5). */
final class Launchd implements Way {
    private final String label;
    private final Path file;
    private final Path keep;
    private final Commands commands;

    /**
     * @param folder where agents are declared
     * @param keep the folder above it that is left even if it is empty
     */
    Launchd(String name, Path folder, Path keep, Commands commands) {
        this.label = "io.lotse." + name;
        this.file = folder.resolve(label + ".plist");
        this.keep = keep;
        this.commands = commands;
    }

    @Override
    public Optional<String> hindrance() {
        return commands.run("launchctl", "version").isMissing()
                ? Optional.of("there is no launchctl on this host: it is for macOS")
                : Optional.empty();
    }

    @Override
    public List<Step> install(Wish wish) {
        String text = text(wish);
        return List.of(
                new Step.Write(file, text.getBytes(StandardCharsets.UTF_8), text),
                new Step.Call(List.of("launchctl", "unload", file.toString()), null),
                new Step.Call(List.of("launchctl", "load", file.toString()), "lotse service uninstall removes it"));
    }

    @Override
    public List<Step> uninstall() {
        return List.of(
                new Step.Call(List.of("launchctl", "unload", file.toString()), null), new Step.Remove(file, keep));
    }

    @Override
    public State state() {
        if (!Files.exists(file)) {
            return State.ABSENT;
        }
        boolean loaded = commands.run("launchctl", "list", label).succeeded();
        return new State(file.toString(), "enabled", loaded ? "active" : "inactive");
    }

    @Override
    public List<String> advice() {
        return List.of("it runs while you are logged in");
    }

    private String text(Wish wish) {
        StringBuilder words = new StringBuilder();
        for (String word : wish.start()) {
            words.append("        <string>").append(Xml.text(word)).append("</string>\n");
        }
        StringBuilder variables = new StringBuilder();
        for (Map.Entry<String, String> variable : wish.variables().entrySet()) {
            variables
                    .append("        <key>")
                    .append(Xml.text(variable.getKey()))
                    .append("</key>\n");
            variables
                    .append("        <string>")
                    .append(Xml.text(variable.getValue()))
                    .append("</string>\n");
        }
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <!-- %s -->
                <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
                <plist version="1.0">
                <dict>
                    <key>Label</key>
                    <string>%s</string>
                    <key>ProgramArguments</key>
                    <array>
                %s    </array>
                    <key>EnvironmentVariables</key>
                    <dict>
                %s    </dict>
                    <key>WorkingDirectory</key>
                    <string>%s</string>
                    <key>RunAtLoad</key>
                    <true/>
                    <key>KeepAlive</key>
                    <dict>
                        <key>SuccessfulExit</key>
                        <false/>
                    </dict>
                    <key>ExitTimeOut</key>
                    <integer>30</integer>
                    <key>AbandonProcessGroup</key>
                    <true/>
                </dict>
                </plist>
                """
                .formatted(
                        Doer.MARK,
                        Xml.text(label),
                        words,
                        variables,
                        Xml.text(wish.folder().toString()));
    }
}
