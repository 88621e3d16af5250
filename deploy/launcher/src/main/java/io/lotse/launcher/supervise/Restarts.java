package io.lotse.launcher.supervise;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Decides whether and when a process is started again: by its policy, at most ten times in a row and one more a minute,
 * after half a second that doubles to at most half a minute. One that ran for a while begins with the first pause.
 */
public final class Restarts {
    private static final int BUDGET = 10;
    private static final Duration REFILL = Duration.ofMinutes(1);
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration STEADY = Duration.ofSeconds(10);

    private final RestartPolicy policy;
    private final RestartBudget budget;
    private final Backoff backoff;
    private boolean spent;

    /** @param nanoTime as {@link System#nanoTime} */
    public Restarts(RestartPolicy policy, LongSupplier nanoTime, RandomGenerator random) {
        this.policy = policy;
        this.budget = new RestartBudget(BUDGET, REFILL, nanoTime);
        this.backoff = new Backoff(FIRST, LONGEST, random);
    }

    /** The pause before the next start; empty if there is none. */
    public Optional<Duration> afterEnd(int exitCode, Duration lived) {
        if (!policy.restarts(exitCode)) {
            return Optional.empty();
        }
        if (lived.compareTo(STEADY) >= 0) {
            backoff.reset();
        }
        spent = !budget.take();
        return spent ? Optional.empty() : Optional.of(backoff.next());
    }

    /** Whether it would be started again, had it not ended so often. */
    public boolean spent() {
        return spent;
    }
}
