package io.lotse.launcher.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import io.lotse.contracts.host.Listener;
import io.lotse.contracts.ports.Protocol;

/**
 * Tells which process listens at a port, before there is a host agent to ask. Linux alone lets one see it without
 * running another program.
 */
final class PortOwner {
    private static final String LISTEN = "0A";
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
        Set<String> sockets = sockets(port);
        Long pid = sockets.isEmpty() ? null : pid(sockets).orElse(null);
        String command = pid == null ? null : command(pid);
        return new Listener(null, Protocol.TCP, port, pid, command, null, null).owner();
    }

    /** The inodes of the sockets that listen there. */
    private Set<String> sockets(int port) {
        Set<String> inodes = new HashSet<>();
        String suffix = String.format(":%04X", port);
        for (String table : List.of("net/tcp", "net/tcp6")) {
            for (String line : lines(proc.resolve(table))) {
                String[] columns = COLUMNS.split(line.strip(), -1);
                if (columns.length > 9 && columns[1].endsWith(suffix) && columns[3].equals(LISTEN)) {
                    inodes.add("socket:[" + columns[9] + "]");
                }
            }
        }
        return inodes;
    }

    private Optional<Long> pid(Set<String> sockets) {
        for (Path process : children(proc, "[0-9]*")) {
            for (Path descriptor : children(process.resolve("fd"), "*")) {
                try {
                    if (sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
                        return Optional.of(Long.parseLong(process.getFileName().toString()));
                    }
                } catch (IOException e) {
                    // it was closed meanwhile
                }
            }
        }
        return Optional.empty();
    }

    private String command(long pid) {
        String command = String.join(" ", lines(proc.resolve(pid + "/cmdline")))
                .replace('\0', ' ')
                .strip();
        // what it runs stands first, and what a Java runs stands last
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
