package io.lotse.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Whether and when a process that ended is started again.
 *
 * @param policy after which ends
 * @param budget how often in a row
 * @param refill the time after which there is one more restart, up to the budget
 * @param first the first pause; the next ones double
 * @param longest the longest pause
 * @param steady one that ran for so long begins with the first pause again
 */
public record RestartConfig(
        Policy policy, int budget, Duration refill, Duration first, Duration longest, Duration steady) {
    private static final int BUDGET = 10;
    private static final Duration REFILL = Duration.ofMinutes(1);
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration STEADY = Duration.ofSeconds(10);

    /** At most ten times in a row and one more a minute, after half a second that doubles to at most half a minute. */
    public static RestartConfig of(Policy policy) {
        return new RestartConfig(policy, BUDGET, REFILL, FIRST, LONGEST, STEADY);
    }

    /**
     * For one process, from its first start on.
     *
     * @param nanoTime as {@link System#nanoTime}
     */
    public Restarts begin(LongSupplier nanoTime, RandomGenerator random) {
        return new Restarts(this, budget, nanoTime, random);
    }

    /**
     * As {@link #begin}, from where a former run of the node left it.
     *
     * @param left what it wrote down; null for nothing
     */
    Restarts goOn(Tries left, Instant now, LongSupplier nanoTime, RandomGenerator random) {
        if (left == null) {
            return begin(nanoTime, random);
        }
        // a clock that was set back refills nothing
        long passed = Math.max(0, Duration.between(left.at(), now).toMillis());
        Restarts restarts = new Restarts(this, left.left() + (double) passed / refill.toMillis(), nanoTime, random);
        restarts.backoff.goOn(left.pause());
        return restarts;
    }

    /**
     * How far it is on its way to be given up.
     *
     * @param left how many restarts were left
     * @param pause the pause before the next one, on average
     * @param at when that was so
     */
    record Tries(double left, Duration pause, Instant at) {}

    /** When a process that ended is started again. */
    public enum Policy {
        NO("no"),
        /** When its exit code is not 0, or a signal ended it. */
        ON_FAILURE("on-failure"),
        ALWAYS("always");

        private final String option;

        Policy(String option) {
            this.option = option;
        }

        /** How it is written. */
        public String option() {
            return option;
        }

        /** The policy that is written so; empty for none. */
        public static Optional<Policy> ofOption(String text) {
            return Arrays.stream(values()).filter(p -> p.option.equals(text)).findFirst();
        }

        boolean restarts(int exitCode) {
            return this == ALWAYS || (this == ON_FAILURE && exitCode != 0);
        }
    }

    /** Decides for one process. */
    public static final class Restarts {
        private final RestartConfig config;
        private final RestartBudget budget;
        private final Backoff backoff;
        private boolean spent;

        private Restarts(RestartConfig config, double left, LongSupplier nanoTime, RandomGenerator random) {
            this.config = config;
            this.budget = new RestartBudget(config.budget(), config.refill(), left, nanoTime);
            this.backoff = new Backoff(config.first(), config.longest(), random);
        }

        /** The pause before the next start; empty if there is none. */
        public Optional<Duration> afterEnd(int exitCode, Duration lived) {
            if (!config.policy().restarts(exitCode)) {
                return Optional.empty();
            }
            if (lived.compareTo(config.steady()) >= 0) {
                backoff.reset();
            }
            spent = !budget.take();
            return spent ? Optional.empty() : Optional.of(backoff.next());
        }

        /** To be written down. */
        Tries tries(Instant now) {
            return new Tries(budget.left(), backoff.plain(), now);
        }

        /** Whether it would be started again, had it not ended so often. */
        public boolean spent() {
            return spent;
        }
    }
}
