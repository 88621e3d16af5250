package io.lotse.hostagent;

import java.time.Duration;

/**
 * How the agent of a host works.
 *
 * @param host the host's name: what it is asked for and where its facts lie in the ledger
 * @param factsInterval how often it looks whether the host's facts have changed
 * @param ledgerRetry how long it waits before it tries again to write them while the ledger takes no writes
 */
public record HostAgentConfig(String host, Duration factsInterval, Duration ledgerRetry) {
    private static final Duration FACTS_INTERVAL = Duration.ofSeconds(30);
    private static final Duration LEDGER_RETRY = Duration.ofSeconds(1);

    public HostAgentConfig {
        if (host == null || host.isBlank() || host.contains("/")) {
            throw new IllegalArgumentException("host: \"" + host + "\" is no name of a host: give one without a slash");
        }
        requirePositive("factsInterval", factsInterval);
        requirePositive("ledgerRetry", ledgerRetry);
    }

    /** With the usual times: looks every 30 s, tries again after 1 s. */
    public HostAgentConfig(String host) {
        this(host, FACTS_INTERVAL, LEDGER_RETRY);
    }

    private static void requirePositive(String name, Duration time) {
        if (time == null || time.toMillis() < 1) {
            throw new IllegalArgumentException(name + ": " + time + " is too short: give at least a millisecond");
        }
    }
}
