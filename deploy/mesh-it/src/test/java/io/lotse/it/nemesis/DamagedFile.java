package io.lotse.it.nemesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.lotse.it.NodeProcess;
import io.lotse.it.NodeProcess.NotReady;

/**
 * A file of a node's ledger is damaged while the node is down. The node comes back with all that it had, or refuses to
 * start and says why; then the file is put back, as from a backup of that moment.
 */
final class DamagedFile implements Fault {
    private static final Pattern LOG = Pattern.compile("log_inprogress_\\d+");
    private static final Pattern SNAPSHOT = Pattern.compile("snapshot\\.\\d+_\\d+");
    private static final Pattern META = Pattern.compile("raft-meta");

    private final String name;
    private final Pattern file;
    private final boolean stopped;
    private final Function<byte[], byte[]> damage;
    private final Function<Cluster, List<String>> choice;
    private String node;
    private Path damaged;
    private byte[] whole;

    private DamagedFile(
            String name,
            Pattern file,
            boolean stopped,
            Function<byte[], byte[]> damage,
            Function<Cluster, List<String>> choice) {
        this.name = name;
        this.file = file;
        this.stopped = stopped;
        this.damage = damage;
        this.choice = choice;
    }

    /** The last entry of the log was written in part. */
    static Fault tornTail(Random random, Function<Cluster, List<String>> choice) {
        return new DamagedFile(
                "torn tail of the log",
                LOG,
                false,
                bytes -> {
                    // of what was acknowledged, too
                    int end = end(bytes);
                    return Arrays.copyOf(bytes, end - 1 - random.nextInt(Math.min(2_000, end / 2)));
                },
                choice);
    }

    static Fault flippedLogByte(Random random, Function<Cluster, List<String>> choice) {
        return new DamagedFile(
                "flipped bit in the log", LOG, false, bytes -> flip(bytes, random.nextInt(end(bytes))), choice);
    }

    static Fault flippedSnapshotByte(Random random, Function<Cluster, List<String>> choice) {
        return new DamagedFile(
                "flipped bit in the snapshot",
                SNAPSHOT,
                true,
                bytes -> flip(bytes, random.nextInt(bytes.length)),
                choice);
    }

    static Fault emptyMeta(Function<Cluster, List<String>> choice) {
        return new DamagedFile("empty raft-meta", META, false, bytes -> new byte[0], choice);
    }

    private static int end(byte[] bytes) {
        int end = bytes.length;
        while (end > 1 && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private static byte[] flip(byte[] bytes, int at) {
        byte[] other = bytes.clone();
        other[at] ^= 0x10;
        return other;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Duration lasts() {
        return Duration.ofSeconds(1);
    }

    @Override
    public List<String> begin(Cluster cluster) {
        node = choice.apply(cluster).get(0);
        NodeProcess process = cluster.process(node);
        if (stopped) {
            process.stop();
        } else {
            process.crash();
        }
        try {
            damaged = newest(cluster.data(node).resolve("ledger"));
            whole = Files.readAllBytes(damaged);
            Files.write(damaged, damage.apply(whole));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Sides.without(List.of(node));
    }

    private Path newest(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(f -> file.matcher(f.getFileName().toString()).matches())
                    .max(Comparator.comparing((Path f) -> f.toFile().lastModified()))
                    .orElseThrow(() -> new IllegalStateException("no " + file + " below " + folder));
        }
    }

    @Override
    public String end(Cluster cluster) {
        try {
            cluster.start(node);
            return "it came back";
        } catch (NotReady refused) {
            String why = String.valueOf(refused.getMessage());
            if (!why.contains("ledger")) {
                throw new IllegalStateException(name + ": the node does not say what is wrong: " + why, refused);
            }
            putBack();
            cluster.start(node);
            return "it refused: \"" + lastLine(why) + "\"";
        }
    }

    /** What it says in the end is for people; the folder would be another the next time. */
    private static String lastLine(String said) {
        String[] lines = said.strip().split("\n");
        return lines[lines.length - 1].replaceAll("/\\S*/", "");
    }

    private void putBack() {
        try {
            Files.write(damaged, whole);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
