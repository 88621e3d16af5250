package io.lotse.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers the members that a node saw, so that the first node, which joins nobody, finds the others again when it
 * alone is restarted. Without this the two sides would run apart until Hazelcast merges them, 15 s later.
 */
final class KnownMembers {
    private static final Logger LOG = LoggerFactory.getLogger(KnownMembers.class);
    private static final Duration PROBE_TIMEOUT = Duration.ofMillis(300);

    private final Path file;

    KnownMembers(Path dataFolder) {
        this.file = dataFolder.resolve("members.txt");
    }

    /** Those of the remembered members that accept a connection now; blocks for a moment. */
    List<String> reachable() {
        return read().parallelStream().filter(KnownMembers::accepts).toList();
    }

    /** Replaces what is remembered; blocks. */
    synchronized void remember(Collection<String> members) {
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.createDirectories(file.getParent());
            Files.write(fresh, new TreeSet<>(members));
            moveOver(fresh);
        } catch (IOException e) {
            LOG.warn("event=members_not_remembered file={} reason={}", file, e.toString());
        }
    }

    private void moveOver(Path fresh) throws IOException {
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private List<String> read() {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            LOG.warn("event=members_not_read file={} reason={}", file, e.toString());
            return List.of();
        }
    }

    private static boolean accepts(String member) {
        int colon = member.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            int port = Integer.parseInt(member.substring(colon + 1));
            socket.connect(new InetSocketAddress(member.substring(0, colon), port), (int) PROBE_TIMEOUT.toMillis());
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}
