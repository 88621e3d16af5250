package io.lotse.launcher.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;

/** The log of what runs now and then, a line at a time, in two files at most. It never keeps anybody from work. */
final class TaskLog {
    private static final long MOST_BYTES = 1 << 20;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Path file;
    private final String logger;
    private final Clock clock;
    private final Consumer<String> otherwise;

    /** @param otherwise is told why the log cannot be written */
    TaskLog(Path file, String logger, Clock clock, Consumer<String> otherwise) {
        this.file = file;
        this.logger = logger;
        this.clock = clock;
        this.otherwise = otherwise;
    }

    /** @param text keys and values, the event first */
    void say(String level, String text) {
        String line =
                "time=" + TIME.format(clock.instant()) + " level=" + level + " logger=" + logger + " " + text + "\n";
        try {
            Files.createDirectories(file.getParent());
            if (Files.exists(file) && Files.size(file) > MOST_BYTES) {
                Files.move(file, former(), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            otherwise.accept("the log cannot be written: " + e);
        }
    }

    private Path former() {
        return file.resolveSibling(file.getFileName().toString().replaceFirst("\\.log$", ".1.log"));
    }
}
