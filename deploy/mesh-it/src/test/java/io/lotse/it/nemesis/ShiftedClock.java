package io.lotse.it.nemesis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The wall clock of processes that are started with it; it can be moved while they run. */
final class ShiftedClock {
    private static final String SOURCE = "shifted-clock.c";

    private final Path library;
    private final Path file;

    private ShiftedClock(Path library, Path file) {
        this.library = library;
        this.file = file;
    }

    /** Makes one in a folder; empty where there is no C compiler. */
    static Optional<ShiftedClock> make(Path folder) {
        Path source = folder.resolve(SOURCE);
        Path library = folder.resolve("shifted-clock.so");
        try (InputStream text = ShiftedClock.class.getResourceAsStream(SOURCE)) {
            Files.copy(text, source, StandardCopyOption.REPLACE_EXISTING);
            Isolation.run("cc", "-shared", "-fPIC", "-O2", "-o", library.toString(), source.toString(), "-ldl");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalStateException | UncheckedIOException e) {
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException("no clock can go wrong without a C compiler: apt-get install gcc", e);
            }
            System.out.println("NOT TESTED: clocks that go wrong; to test it: apt-get install gcc libc6-dev");
            return Optional.empty();
        }
        ShiftedClock clock = new ShiftedClock(library, folder.resolve("shifted-clock"));
        clock.shift(Duration.ZERO);
        return Optional.of(clock);
    }

    /** From now on the clock is ahead by so much, or behind if it is negative. */
    void shift(Duration by) {
        ByteBuffer seconds = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(by.toSeconds())
                .flip();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(seconds, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a process has to find in its environment. */
    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "SHIFTED_CLOCK", file.toString());
    }
}
