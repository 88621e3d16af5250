package io.lotse.hostagent;

import java.time.Duration;

/**
 * How the agent of a host works.
 *
 * @param host the host's name: what it is asked for and where its facts lie in the ledger
 * @param separateAddresses whether each of the host's addresses is a space of its own
 * @param factsInterval how often it looks whether the host's facts have changed
 * @param ledgerRetry how long it waits before it tries again to write them while the ledger takes no writes
 * @param lookInterval how often it looks at the processes and sockets of the host
 * @param reclaimLooks at how many looks in a row an instance must be found dead before its port is reclaimed
 */
public record HostAgentConfig(
        String host,
        boolean separateAddresses,
        Duration factsInterval,
        Duration ledgerRetry,
        Duration lookInterval,
        int reclaimLooks) {
    private static final Duration FACTS_INTERVAL = Duration.ofSeconds(30);
    private static final Duration LEDGER_RETRY = Duration.ofSeconds(1);
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(3);
    /** For so long an instance must have been found dead before its port is reclaimed, where nobody says otherwise. */
    public static final Duration RECLAIM_AFTER = Duration.ofSeconds(30);

    public HostAgentConfig {
        if (host == null || host.isBlank() || host.contains("/")) {
            throw new IllegalArgumentException("host: \"" + host + "\" is no name of a host: give one without a slash");
        }
        requirePositive("factsInterval", factsInterval);
        requirePositive("ledgerRetry", ledgerRetry);
        requirePositive("lookInterval", lookInterval);
        if (reclaimLooks < 1) {
            throw new IllegalArgumentException("reclaimLooks: " + reclaimLooks + " is none: give at least 1");
        }
    }

    /**
     * With the usual times: facts every 30 s, tries again after 1 s, a look every 3 s.
     *
     * @param reclaimAfter for how long an instance must be found dead before its port is reclaimed; full looks count
     */
    public HostAgentConfig(String host, boolean separateAddresses, Duration reclaimAfter) {
        this(host, separateAddresses, FACTS_INTERVAL, LEDGER_RETRY, LOOK_INTERVAL, looks(reclaimAfter));
    }

    private static int looks(Duration reclaimAfter) {
        long interval = LOOK_INTERVAL.toMillis();
        return Math.toIntExact(Math.max(1, (reclaimAfter.toMillis() + interval - 1) / interval));
    }

    /** Of a host whose addresses share their ports, as is usual. */
    public HostAgentConfig(
            String host, Duration factsInterval, Duration ledgerRetry, Duration lookInterval, int looks) {
        this(host, false, factsInterval, ledgerRetry, lookInterval, looks);
    }

    private static void requirePositive(String name, Duration time) {
        if (time == null || time.toMillis() < 1) {
            throw new IllegalArgumentException(name + ": " + time + " is too short: give at least a millisecond");
        }
    }
}
