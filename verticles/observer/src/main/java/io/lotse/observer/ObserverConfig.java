package io.lotse.observer;

import java.nio.file.Path;
import java.time.Duration;

import io.lotse.contracts.ContractException;

/**
 * How a node's observer checks instances.
 *
 * @param nodeId the id of this run of the node, as the cluster knows it
 * @param node the node's name
 * @param host the host it runs on: loopback endpoints are checked by a node of their own host only
 * @param interval how often each instance is checked
 * @param timeout how long one check may take, from the connection to the last byte; not more than the interval
 * @param failuresUntilDown how many failures in a row make an instance down; one success makes it up again
 * @param history how many past checks of each instance are kept in memory
 * @param settings the file of thresholds and checks, read again when it changes; null for the defaults
 * @param breaches where breaches of thresholds are kept; null for in memory alone
 * @param metrics where figures are kept while the node does not run; null for nowhere
 * @param metricsBytes how much memory figures may take, about
 */
public record ObserverConfig(
        String nodeId,
        String node,
        String host,
        Duration interval,
        Duration timeout,
        int failuresUntilDown,
        int history,
        Path settings,
        Path breaches,
        Path metrics,
        long metricsBytes) {

    /** The role by which the other members know that a node checks instances, see {@code NodeInfo.roles}. */
    public static final String ROLE = "observer";

    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);
    public static final int DEFAULT_FAILURES_UNTIL_DOWN = 2;
    public static final int DEFAULT_HISTORY = 60;

    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(50);
    private static final int LONGEST_HISTORY = 10_000;
    /** Of the memory that the node may have. */
    private static final int METRICS_SHARE = 8;

    public ObserverConfig {
        given("node_id", nodeId);
        given("node", node);
        given("host", host);
        if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
            throw ContractException.invalid("interval", "is " + interval + ": give at least 50 ms");
        }
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(interval) > 0) {
            throw ContractException.invalid(
                    "timeout", "is " + timeout + ": give more than 0 and not more than the interval, " + interval);
        }
        if (failuresUntilDown < 1) {
            throw ContractException.invalid("failures_until_down", "is " + failuresUntilDown + ": give 1 or more");
        }
        if (metricsBytes < 1) {
            throw ContractException.invalid("metrics_bytes", "is " + metricsBytes + ": give 1 or more");
        }
        if (history < 1 || history > LONGEST_HISTORY) {
            throw ContractException.invalid("history", "is " + history + ": give 1 to " + LONGEST_HISTORY);
        }
    }

    /** Without files: the default thresholds hold, and breaches are kept in memory. */
    public ObserverConfig(
            String nodeId,
            String node,
            String host,
            Duration interval,
            Duration timeout,
            int failuresUntilDown,
            int history) {
        this(nodeId, node, host, interval, timeout, failuresUntilDown, history, null, null, null, metricsShare());
    }

    /** The same with another interval, and no more time for a check than that. */
    public ObserverConfig every(Duration other) {
        return new ObserverConfig(
                nodeId,
                node,
                host,
                other,
                other.compareTo(timeout) < 0 ? other : timeout,
                failuresUntilDown,
                history,
                settings,
                breaches,
                metrics,
                metricsBytes);
    }

    /** The same with its files in a folder: {@code observer_config.json}, which may be missing, and what it keeps there. */
    public ObserverConfig in(Path folder) {
        return new ObserverConfig(
                nodeId,
                node,
                host,
                interval,
                timeout,
                failuresUntilDown,
                history,
                folder.resolve("observer_config.json"),
                folder.resolve("breaches.jsonl"),
                folder.resolve("metrics.bin"),
                metricsBytes);
    }

    /** The defaults: every 5 s, at most 2 s long, down after 2 failures, 60 checks kept. */
    public static ObserverConfig of(String nodeId, String node, String host) {
        return new ObserverConfig(
                nodeId, node, host, DEFAULT_INTERVAL, DEFAULT_TIMEOUT, DEFAULT_FAILURES_UNTIL_DOWN, DEFAULT_HISTORY);
    }

    private static long metricsShare() {
        return Runtime.getRuntime().maxMemory() / METRICS_SHARE;
    }

    private static void given(String field, String value) {
        if (value == null || value.isBlank()) {
            throw ContractException.invalid(field, "is missing: the launcher gives it");
        }
    }
}
