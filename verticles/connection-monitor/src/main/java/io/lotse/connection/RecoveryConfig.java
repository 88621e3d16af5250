package io.lotse.connection;

import java.time.Duration;

import io.lotse.contracts.ContractException;

/**
 * What is done when an outage has ended.
 *
 * @param settle how long is waited for what comes back by itself
 * @param jitter restarts of instances that need not wait for each other are spread over this time
 * @param maxRestartAttempts how often an instance is restarted at most; 0 for never
 * @param readyWithin how long an instance may take to be well after a restart
 */
public record RecoveryConfig(Duration settle, Duration jitter, int maxRestartAttempts, Duration readyWithin) {
    public static final RecoveryConfig DEFAULT =
            new RecoveryConfig(Duration.ofSeconds(15), Duration.ofSeconds(2), 3, Duration.ofMinutes(1));

    public RecoveryConfig {
        notNegative("settle", settle);
        notNegative("jitter", jitter);
        notNegative("ready_within", readyWithin);
        if (maxRestartAttempts < 0) {
            throw ContractException.invalid("max_restart_attempts", "is " + maxRestartAttempts + ": give 0 or more");
        }
    }

    private static void notNegative(String field, Duration time) {
        if (time.isNegative()) {
            throw ContractException.invalid(field, "is " + time + ": give 0 or more");
        }
    }
}
