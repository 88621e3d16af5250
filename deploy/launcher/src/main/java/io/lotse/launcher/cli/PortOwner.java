package io.lotse.launcher.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.lotse.contracts.host.Listener;
import io.lotse.contracts.ports.Protocol;

/**
 * Tells which process listens at a port, before there is a host agent to ask. Linux alone lets one see it without
 * running another program.
 */
final class PortOwner {
    /** The states of sockets that take what comes: a listener's, and of UDP one that is tied to no peer. */
    private static final Map<Protocol, String> OPEN = Map.of(Protocol.TCP, "0A", Protocol.UDP, "07");

    private static final Pattern COLUMNS = Pattern.compile("\\s+");
    private static final int COMMAND_LENGTH = 60;

    private final Path proc;

    PortOwner() {
        this(Path.of("/proc"));
    }

    PortOwner(Path proc) {
        this.proc = proc;
    }

    /** For people: {@code pid 4711 (python3 -m http.server)}. */
    String of(int port) {
        return of(Protocol.TCP, port);
    }

    String of(Protocol protocol, int port) {
        Long pid = pids(protocol, port).stream().findFirst().orElse(null);
        String command = pid == null ? null : command(pid);
        return new Listener(null, protocol, port, pid, command, null, null).owner();
    }

    /** Whether somebody has the port, of whatever user; also true where that cannot be seen. */
    boolean isOpen(Protocol protocol, int port) {
        return !Files.isReadable(table(protocol, ""))
                || !sockets(protocol, port).isEmpty();
    }

    private Path table(Protocol protocol, String version) {
        return proc.resolve("net").resolve(protocol.wireName() + version);
    }

    /** The inodes of the sockets that listen there. */
    private Set<String> sockets(Protocol protocol, int port) {
        Set<String> inodes = new HashSet<>();
        String suffix = String.format(":%04X", port);
        for (String version : List.of("", "6")) {
            for (String line : lines(table(protocol, version))) {
                String[] columns = COLUMNS.split(line.strip(), -1);
                if (columns.length > 9 && columns[1].endsWith(suffix) && columns[3].equals(OPEN.get(protocol))) {
                    inodes.add("socket:[" + columns[9] + "]");
                }
            }
        }
        return inodes;
    }

    /** The processes that have a socket which listens there, those this user may see. */
    Set<Long> pids(Protocol protocol, int port) {
        Set<String> sockets = sockets(protocol, port);
        Set<Long> pids = new TreeSet<>();
        if (sockets.isEmpty()) {
            return pids;
        }
        for (Path process : children(proc, "[0-9]*")) {
            if (children(process.resolve("fd"), "*").stream().anyMatch(descriptor -> isOneOf(sockets, descriptor))) {
                pids.add(Long.parseLong(process.getFileName().toString()));
            }
        }
        return pids;
    }

    private static boolean isOneOf(Set<String> sockets, Path descriptor) {
        try {
            return sockets.contains(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    private String command(long pid) {
        String command = String.join(" ", lines(proc.resolve(pid + "/cmdline")))
                .replace('\0', ' ')
                .strip();
        return shortened(command);
    }

    /** What it runs stands first, and what a Java runs stands last. */
    static String shortened(String command) {
        int half = COMMAND_LENGTH / 2;
        return command.length() <= COMMAND_LENGTH
                ? command
                : command.substring(0, half) + " ... " + command.substring(command.length() - half);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    private static List<Path> children(Path folder, String pattern) {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, pattern)) {
            stream.forEach(children::add);
        } catch (IOException e) {
            // not ours to see, or gone
        }
        return children;
    }
}
