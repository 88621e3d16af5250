package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;

import io.lotse.meshview.EnvironmentLog;

/** Writes each environment's log to files of its own, and removes them with the environment. */
final class EnvironmentLogAppender extends AppenderBase<ILoggingEvent> {
    private final Path folder;
    private final Map<String, Appender<ILoggingEvent>> files = new HashMap<>();

    /** @param folder where the files lie: NAME.log and NAME.1.log and so on */
    EnvironmentLogAppender(Path folder) {
        this.folder = folder;
    }

    /** Logback calls it for one event at a time. */
    @Override
    protected void append(ILoggingEvent event) {
        String environment = EnvironmentLog.environmentOf(event.getLoggerName());
        if (event.getMarkerList() != null && event.getMarkerList().contains(EnvironmentLog.LAST)) {
            remove(environment);
        } else {
            files.computeIfAbsent(environment, this::open).doAppend(event);
        }
    }

    private Appender<ILoggingEvent> open(String environment) {
        return LogSetup.rolling(
                (ch.qos.logback.classic.LoggerContext) getContext(),
                folder,
                environment,
                "time=%d{\"yyyy-MM-dd'T'HH:mm:ss.SSS'Z'\", UTC} %msg%n");
    }

    private void remove(String environment) {
        Appender<ILoggingEvent> open = files.remove(environment);
        if (open != null) {
            open.stop();
        }
        try {
            Files.deleteIfExists(folder.resolve(environment + ".log"));
            try (DirectoryStream<Path> rolled = Files.newDirectoryStream(folder, environment + ".[0-9].log")) {
                for (Path file : rolled) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the log of " + environment + " cannot be removed", e);
        }
    }

    @Override
    public void stop() {
        files.values().forEach(Appender::stop);
        files.clear();
        super.stop();
    }
}
