package io.lotse.launcher.cli;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;

/**
 * Tells people now and then that a log cannot be written, as on a disk that is full. Logback tries on by itself, and whoever
 * logs goes on.
 */
final class LogTrouble implements StatusListener {
    /** Opened anew the file seems well until the next line, so that Logback tells of its trouble again and again. */
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final PrintStream err;
    private final Clock clock;
    private Instant told = Instant.MIN;

    LogTrouble(PrintStream err, Clock clock) {
        this.err = err;
        this.clock = clock;
    }

    @Override
    public synchronized void addStatusEvent(Status status) {
        Instant now = clock.instant();
        if (status.getLevel() < Status.ERROR || now.minus(PAUSE).isBefore(told)) {
            return;
        }
        told = now;
        Throwable cause = status.getThrowable();
        String reason = cause == null ? "" : " (" + cause.getMessage() + ")";
        err.println("lotse: a log cannot be written, and what is said meanwhile is lost: " + status.getMessage()
                + reason + ": make room on that disk");
        err.flush();
    }
}
