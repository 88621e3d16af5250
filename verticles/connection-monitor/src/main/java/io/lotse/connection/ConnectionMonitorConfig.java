package io.lotse.connection;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.lotse.contracts.ContractException;

/**
 * What a node's connection monitor tries, and when it believes what it sees.
 *
 * @param nodeId the id of this run of the node, as the cluster knows it
 * @param node the node's name
 * @param targets what is tried; names are unique
 * @param lanGateway whether the default gateway of the LAN is tried too, where the system tells it
 * @param memberInterval how often the control API of each other member is tried
 * @param memberTimeout how long one such try may take
 * @param memberKept how long a member that left is still tried, so that its end shows
 * @param failuresUntilOffline how many tries in a row must fail until a target counts as offline
 * @param successesUntilOnline how many tries in a row must succeed until it counts as online again
 */
public record ConnectionMonitorConfig(
        String nodeId,
        String node,
        List<Target> targets,
        boolean lanGateway,
        Duration memberInterval,
        Duration memberTimeout,
        Duration memberKept,
        int failuresUntilOffline,
        int successesUntilOnline) {

    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);
    public static final Duration DEFAULT_MEMBER_INTERVAL = Duration.ofSeconds(2);
    public static final Duration DEFAULT_MEMBER_TIMEOUT = Duration.ofSeconds(1);
    public static final Duration DEFAULT_MEMBER_KEPT = Duration.ofMinutes(10);
    public static final int DEFAULT_FAILURES_UNTIL_OFFLINE = 3;
    public static final int DEFAULT_SUCCESSES_UNTIL_ONLINE = 2;
    public static final int MOST_TARGETS = 200;

    private static final int DISCARD_PORT = 9;

    /**
     * Something to be reached.
     *
     * @param name unique; neither {@code lan-gateway} nor one that begins with {@code member/}
     * @param check how it is tried
     * @param interval how often
     * @param timeout how long one try may take; not more than the interval
     */
    public record Target(String name, Check check, Duration interval, Duration timeout) {
        public Target {
            given("name", name);
            if (name.startsWith(MEMBER_PREFIX) || name.equals(LAN_GATEWAY)) {
                throw ContractException.invalid("name", "is " + name + ": that is for what Lotse adds itself");
            }
            if (check == null) {
                throw ContractException.invalid("check", "of " + name + " is missing: give tcp, http or dns");
            }
            checkTimes(interval, timeout);
        }
    }

    /** How a target is tried. */
    public sealed interface Check {
        /**
         * A connection is made and closed.
         *
         * @param refusedIsReached whether a refusal counts: it comes from the host, so that the way there is open
         */
        record Tcp(String host, int port, boolean refusedIsReached) implements Check {
            public Tcp {
                given("host", host);
                checkPort(port);
            }
        }

        /** An answer to a GET is awaited; any below 500 is well. */
        record Http(String url) implements Check {
            public Http {
                checkUrl(url);
            }
        }

        /**
         * A name is asked of a DNS server.
         *
         * @param name the name to look up
         * @param server the server's IP address; null for the system's
         * @param port the server's port; not used without a server
         */
        record Dns(String name, String server, int port) implements Check {
            public Dns {
                given("name", name);
                if (server != null) {
                    checkPort(port);
                    if (!server.matches("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*")) {
                        throw ContractException.invalid("server", "is " + server + ": give an IP address");
                    }
                }
            }
        }
    }

    static final String MEMBER_PREFIX = "member/";
    static final String LAN_GATEWAY = "lan-gateway";

    public ConnectionMonitorConfig {
        given("node_id", nodeId);
        given("node", node);
        targets = List.copyOf(targets);
        if (targets.size() > MOST_TARGETS) {
            throw ContractException.invalid("targets", "are " + targets.size() + ": give at most " + MOST_TARGETS);
        }
        Set<String> names = new HashSet<>();
        for (Target target : targets) {
            if (!names.add(target.name())) {
                throw ContractException.invalid("targets", "has " + target.name() + " twice: give each its own name");
            }
        }
        checkTimes(memberInterval, memberTimeout);
        if (memberKept.isNegative()) {
            throw ContractException.invalid("member_kept", "is " + memberKept + ": give 0 or more");
        }
        atLeastOne("failures_until_offline", failuresUntilOffline);
        atLeastOne("successes_until_online", successesUntilOnline);
    }

    /** The defaults: nothing but loopback and the other members, down after 3 failures, up after 2 successes. */
    public static ConnectionMonitorConfig of(String nodeId, String node) {
        Target loopback = new Target(
                "loopback", new Check.Tcp("127.0.0.1", DISCARD_PORT, true), DEFAULT_INTERVAL, DEFAULT_TIMEOUT);
        return new ConnectionMonitorConfig(
                nodeId,
                node,
                List.of(loopback),
                false,
                DEFAULT_MEMBER_INTERVAL,
                DEFAULT_MEMBER_TIMEOUT,
                DEFAULT_MEMBER_KEPT,
                DEFAULT_FAILURES_UNTIL_OFFLINE,
                DEFAULT_SUCCESSES_UNTIL_ONLINE);
    }

    private static void given(String field, String value) {
        if (value == null || value.isBlank()) {
            throw ContractException.invalid(field, "is missing");
        }
    }

    private static void checkPort(int port) {
        if (port < 1 || port > 65_535) {
            throw ContractException.invalid("port", "is " + port + ": give 1 to 65535");
        }
    }

    private static void checkUrl(String url) {
        given("url", url);
        try {
            URI uri = new URI(url);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return;
            }
        } catch (URISyntaxException e) {
            throw ContractException.invalid("url", "is " + url + ": " + e.getReason());
        }
        throw ContractException.invalid("url", "is " + url + ": give http://HOST:PORT/PATH or https://...");
    }

    private static void checkTimes(Duration interval, Duration timeout) {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(interval) > 0) {
            throw ContractException.invalid(
                    "timeout", "is " + timeout + ": give more than 0 and not more than the interval, " + interval);
        }
    }

    private static void atLeastOne(String field, int value) {
        if (value < 1) {
            throw ContractException.invalid(field, "is " + value + ": give 1 or more");
        }
    }
}
