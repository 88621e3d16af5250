package io.lotse.testfaults;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * How long {@code await()} waits at most unless a test says otherwise, in all tests that have this on their class path. What
 * is awaited mostly takes milliseconds; modules are built beside each other, on machines that may do much else.
 */
public final class Patience implements LauncherSessionListener {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(LIMIT);
    }
}
