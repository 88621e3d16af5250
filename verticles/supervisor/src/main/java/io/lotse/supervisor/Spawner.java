package io.lotse.supervisor;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.lotse.contracts.supervision.SupervisionContract;

/**
 * Starts processes that need nobody: in a session and process group of their own, where no terminal's signal reaches
 * them, writing to their log themselves, and with a mark in their environment by which they are found again.
 */
final class Spawner {
    private static final String PREFIX = "LOTSE_";
    /** By these a service manager knows the node itself: a service that had them would speak for it. */
    private static final Set<String> OF_THE_NODE =
            Set.of("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "INVOCATION_ID", "JOURNAL_STREAM");

    private final Optional<Path> setsid;

    Spawner(Map<String, String> environment) {
        this.setsid = find("setsid", environment.get("PATH"), Path.of("."));
    }

    /** Whether processes get a group of their own, so that none of it is left behind. */
    boolean hasGroups() {
        return setsid.isPresent();
    }

    /** Cannot be started, and will not be the next time: the message says why, and what to do. */
    static final class Unstartable extends IOException {
        private static final long serialVersionUID = 1L;

        Unstartable(String message) {
            super(message);
        }
    }

    /**
     * Starts it. Blocks for a moment.
     *
     * @param folder where it runs
     * @param command with all filled in
     * @param variables its own variables
     * @param mark whose it is
     * @param log where it appends its output
     * @param limits what it may use
     * @throws Unstartable where trying again does not help
     */
    Process start(
            Path folder,
            List<String> command,
            Map<String, String> variables,
            String mark,
            Path log,
            ServicesConfig.Limits limits)
            throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new Unstartable("its folder " + folder + " does not exist: create it, or correct folder");
        }
        ProcessBuilder builder = new ProcessBuilder();
        builder.environment().keySet().removeIf(name -> name.startsWith(PREFIX) || OF_THE_NODE.contains(name));
        builder.environment().putAll(variables);
        builder.environment().put(SupervisionContract.MARK_VARIABLE, mark);
        Path program = program(command.get(0), builder.environment().get("PATH"), folder);
        List<String> all = new ArrayList<>();
        setsid.ifPresent(s -> all.add(s.toString()));
        String limiting = limiting(limits);
        if (!limiting.isEmpty()) {
            all.addAll(List.of("sh", "-c", limiting + "exec \"$@\"", "lotse"));
        }
        all.add(program.toString());
        all.addAll(command.subList(1, command.size()));
        return builder.command(all)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private static Path program(String name, String path, Path folder) throws Unstartable {
        if (name.indexOf('/') < 0) {
            return find(name, path, folder)
                    .orElseThrow(() -> new Unstartable("there is no program " + name + " in PATH (" + path
                            + "): install it, or give its path in command"));
        }
        Path program = folder.resolve(name).normalize();
        if (!Files.exists(program)) {
            throw new Unstartable("there is no program " + program + ": correct command");
        }
        if (!isProgram(program)) {
            throw new Unstartable(program + " cannot be run: make it executable with chmod +x, or correct command");
        }
        return program;
    }

    private static Optional<Path> find(String name, String path, Path folder) {
        Stream<String> folders = path == null ? Stream.empty() : Arrays.stream(path.split(File.pathSeparator));
        return folders.map(one -> folder.resolve(one).resolve(name))
                .filter(Spawner::isProgram)
                .findFirst();
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    private static String limiting(ServicesConfig.Limits limits) {
        StringBuilder script = new StringBuilder();
        if (limits.memory() != null) {
            limit(script, "-v " + limits.memory() / 1024);
        }
        if (limits.openFiles() != null) {
            limit(script, "-n " + limits.openFiles());
        }
        if (limits.processes() != null) {
            // bash and busybox call it -u, dash calls it -p
            script.append("ulimit -u ").append(limits.processes()).append(" 2>/dev/null || ");
            limit(script, "-p " + limits.processes());
        }
        if (limits.cpuTime() != null) {
            limit(script, "-t " + Math.max(1, limits.cpuTime().toSeconds()));
        }
        return script.toString();
    }

    private static void limit(StringBuilder script, String what) {
        script.append("ulimit ").append(what).append(" || exit 125; ");
    }
}
