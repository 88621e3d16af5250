package io.lotse.it.nemesis;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The disk of one node, a small one of its own, is filled to the last byte, and emptied again. */
final class FullDisk implements Fault {
    private static final int BLOCK = 1 << 16;

    private final String node;
    private final Duration lasts;
    private boolean led;

    /** @param node one whose data folder is a file system of its own */
    FullDisk(String node, Duration lasts) {
        this.node = node;
        this.lasts = lasts;
    }

    @Override
    public String name() {
        return "disk full";
    }

    @Override
    public Duration lasts() {
        return lasts;
    }

    @Override
    public List<String> begin(Cluster cluster) {
        led = Sides.leader(cluster).contains(node);
        fill(filler(cluster));
        return Sides.without(List.of(node));
    }

    private Path filler(Cluster cluster) {
        return cluster.data(node).resolve("filler");
    }

    private static void fill(Path file) {
        for (int size = BLOCK; size > 0; size /= 2) {
            try (OutputStream out = Files.newOutputStream(
                    file, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND)) {
                byte[] block = new byte[size];
                while (true) {
                    out.write(block);
                }
            } catch (IOException e) {
                // full, for blocks of this size
            }
        }
    }

    @Override
    public String end(Cluster cluster) {
        try {
            Files.delete(filler(cluster));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean ended = Starts.ifEnded(cluster, node);
        return (led ? "the leader" : "a follower") + (ended ? " ended itself" : " stayed");
    }
}
