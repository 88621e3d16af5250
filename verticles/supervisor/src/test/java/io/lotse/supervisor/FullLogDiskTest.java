package io.lotse.supervisor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.supervision.LogQuery;

import static org.assertj.core.api.Assertions.assertThat;

/** A log on a disk of 300 KB, in a mount namespace of its own that goes with this process. */
@EnabledIf(value = "canBe", disabledReason = "nobody may mount a disk here")
class FullLogDiskTest {
    private static final ServicesConfig.Log BOUNDS = new ServicesConfig.Log(64 << 10, 4);

    @TempDir
    private Path folder;

    private Process holder;
    private Path disk;

    private static Process hold(Path folder) throws IOException {
        String mount = "mount -t tmpfs -o size=300k none \"$0\" && echo mounted && exec cat";
        for (List<String> namespace :
                List.of(List.of("unshare", "--mount"), List.of("unshare", "--user", "--map-root-user", "--mount"))) {
            Process process = new ProcessBuilder(
                            Stream.concat(namespace.stream(), Stream.of("sh", "-c", mount, folder.toString()))
                                    .toList())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if ("mounted".equals(process.inputReader().readLine())) {
                return process;
            }
        }
        throw new IOException("no disk can be mounted");
    }

    static boolean canBe() throws IOException {
        Path probe = Files.createTempDirectory("small-disk");
        try {
            hold(probe).destroy();
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            Files.delete(probe);
        }
    }

    @BeforeEach
    void mount() throws IOException {
        holder = hold(folder);
        disk = Path.of("/proc", Long.toString(holder.pid()), "root")
                .resolve(folder.toString().substring(1));
    }

    @AfterEach
    void unmount() {
        holder.destroy();
    }

    @Test
    void theOldestIsGivenUpAndTheServiceWritesOnWhenTheDiskIsFull() throws IOException {
        Path file = disk.resolve("web.log");
        ServiceLog log = new ServiceLog(file, BOUNDS, Clock.systemUTC());
        writeUntilFull(file);
        assertThat(Files.size(file)).isGreaterThan(BOUNDS.size());

        log.keep();
        log.say("event=spoken");

        assertThat(log.read(new LogQuery("shop", "web", null, 1, null)).items())
                .singleElement()
                .asString()
                .endsWith("event=spoken");
        Files.writeString(file, "x".repeat(1000) + "\n", StandardOpenOption.APPEND);
        assertThat(Files.size(file)).isBetween(1000L, BOUNDS.size());
    }

    @Test
    void theOlderFilesMakeRoomForTheEnd() throws IOException {
        Path file = disk.resolve("web.log");
        ServiceLog log = new ServiceLog(file, BOUNDS, Clock.systemUTC());
        // more than the disk holds with a file of each age
        for (int i = 1; i <= 50; i++) {
            Files.writeString(
                    file,
                    "z".repeat(10_000) + "\nline " + i + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            log.keep();
        }

        assertThat(log.read(new LogQuery("shop", "web", null, 3, null)).items())
                .startsWith("line 49")
                .endsWith("line 50");
    }

    private static void writeUntilFull(Path file) throws IOException {
        byte[] line = ("y".repeat(99) + "\n").getBytes();
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int i = 0; i < 10_000; i++) {
                out.write(line);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }
}
