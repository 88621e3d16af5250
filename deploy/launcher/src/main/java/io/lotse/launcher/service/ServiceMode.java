package io.lotse.launcher.service;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The ways in which a host can keep Lotse running. */
public enum ServiceMode {
    /** A unit of systemd, which keeps the node itself. */
    SERVICE,
    /** A timer of systemd, which looks after the node again and again. */
    TIMER,
    /** A line in the user's crontab, which does the same. */
    CRON,
    /** An agent of launchd, which keeps the node itself. */
    LAUNCHD,
    /** A service of Windows, which keeps the node itself. */
    WINDOWS_SERVICE,
    /** A task of Windows' Task Scheduler, which looks after the node again and again. */
    WINDOWS_TASK;

    /** The name in options. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one of that name. */
    public static Optional<ServiceMode> of(String name) {
        return Arrays.stream(values()).filter(m -> m.wireName().equals(name)).findFirst();
    }

    /** All names. */
    public static List<String> names() {
        return Arrays.stream(values()).map(ServiceMode::wireName).toList();
    }

    /** Whether it runs {@code lotse monitor --once} again and again, instead of a node. */
    public boolean isScheduled() {
        return this == TIMER || this == CRON || this == WINDOWS_TASK;
    }
}
