package io.lotse.it;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A data folder on a disk of 96 MB that only its node sees, in a mount namespace: disk and namespace go with the node's
 * process. Root may make one, and on many systems everybody, as root of a user namespace.
 */
final class SmallDisk {
    /** What a node on such a disk keeps free. */
    static final String[] FLOOR = {"--ledger-disk-floor", "32MB"};

    private static final long LITTLE = 24 << 20;
    private static final String MOUNT = "mkdir -p \"$0\" && mount -t tmpfs -o size=96m none \"$0\" && exec \"$@\"";
    private static final Optional<List<String>> NAMESPACE = Stream.of(
                    List.of("unshare", "--mount"), List.of("unshare", "--user", "--map-root-user", "--mount"))
            .filter(SmallDisk::works)
            .findFirst();

    private final Path folder;

    /** @param folder the node's data folder */
    SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Whether there can be any on this machine. */
    static boolean canBe() {
        return NAMESPACE.isPresent();
    }

    private static boolean works(List<String> namespace) {
        try {
            Path folder = Files.createTempDirectory("small-disk");
            Process tried = new ProcessBuilder(command(namespace, folder, "true"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean works = tried.waitFor(20, TimeUnit.SECONDS) && tried.exitValue() == 0;
            Files.delete(folder);
            return works;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<String> command(List<String> namespace, Path folder, String... command) {
        return Stream.of(namespace.stream(), Stream.of("sh", "-c", MOUNT, folder.toString()), Stream.of(command))
                .flatMap(part -> part)
                .toList();
    }

    /** Starts the node on it. */
    Lotse under(Lotse lotse) {
        return lotse.startedBy(command(NAMESPACE.orElseThrow(), folder), Map.of());
    }

    /** The file or folder of the node as this process reaches it. */
    Path see(NodeProcess node, String name) {
        return Path.of("/proc", Long.toString(node.pid()), "root")
                .resolve(folder.toString().substring(1))
                .resolve(name);
    }

    /** Leaves room for a log's lines, and less than the floor. */
    void fill(NodeProcess node) {
        Path filler = see(node, "filler");
        byte[] block = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (filler.toFile().getUsableSpace() > LITTLE) {
                out.write(block);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** There is room again. */
    void empty(NodeProcess node) {
        try {
            Files.delete(see(node, "filler"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
