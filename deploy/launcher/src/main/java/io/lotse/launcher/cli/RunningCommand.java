package io.lotse.launcher.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A service's command that was started, and how it ends. */
record RunningCommand(Process process) {
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** The ids of those that own its instance: this process and the command's. */
    List<Long> owners() {
        return List.of(ProcessHandle.current().pid(), process.pid());
    }

    /** Waits for what it ends with; a thread that is interrupted asks it to end, and does not wait. */
    int await() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroy();
            return ExitCode.REFUSED;
        }
    }

    /** Waits so long for its end; whether it came. A thread that is interrupted waits no longer. */
    boolean endsWithin(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends it by SIGTERM, after a while by SIGKILL with all that it started. */
    void end() {
        process.destroy();
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it, and what it started: a shell passes no signal on, and that would go on listening. */
    void endWithAllBelow() {
        List<ProcessHandle> below = process.descendants().toList();
        end();
        below.forEach(ProcessHandle::destroy);
    }
}
