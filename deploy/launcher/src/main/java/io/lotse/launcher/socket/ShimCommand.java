package io.lotse.launcher.socket;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The small Java that is {@link SocketShim}: quick to start, quiet, and without handlers for the signals that end programs. */
final class ShimCommand {
    private static final int NATIVE_ACCESS_IS_ASKED_FOR = 24;
    private static final List<String> SMALL = List.of(
            "-Xrs",
            "-Xshare:auto",
            "-Xlog:disable",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx32m",
            "-XX:-UsePerfData",
            "-Djna.nosys=true");

    private ShimCommand() {}

    /**
     * @param folder for its temporary files
     * @param meeting where its parent listens
     */
    static List<String> of(Path folder, Path meeting) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // the archive of classes that this Java was started with
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-XX:SharedArchiveFile="))
                .forEach(command::add);
        command.addAll(SMALL);
        command.add("-Djna.tmpdir=" + folder);
        if (Runtime.version().feature() >= NATIVE_ACCESS_IS_ASKED_FOR) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), SocketShim.class.getName(), meeting.toString()));
        return command;
    }
}
