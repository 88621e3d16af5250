package io.lotse.connection;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.network.NetworkAxis;

import static java.util.Objects.requireNonNull;

/**
 * What a node's connection monitor is told.
 *
 * @param nodeId the id of this run of the node, as the cluster knows it
 * @param node the node's name
 * @param host the node's host
 * @param settings what it tries, and when it believes what it sees
 */
public record ConnectionMonitorConfig(String nodeId, String node, String host, NetworkConfig settings) {

    /**
     * Something to be reached.
     *
     * @param name unique; neither {@code lan-gateway} nor one that begins with {@code member/}
     * @param axis what part of the network it stands for
     * @param check how it is tried
     * @param interval how often
     * @param timeout how long one try may take; not more than the interval
     */
    public record Target(String name, NetworkAxis axis, Check check, Duration interval, Duration timeout) {
        public Target {
            given("name", name);
            if (name.startsWith(MEMBER_PREFIX) || name.equals(LAN_GATEWAY)) {
                throw ContractException.invalid("name", "is " + name + ": that is for what Lotse adds itself");
            }
            requireNonNull(axis, "axis");
            if (check == null) {
                throw ContractException.invalid("check", "of " + name + " is missing: give tcp, http, dns or icmp");
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
                    checkAddress("server", server);
                }
            }
        }

        /**
         * An echo is awaited; where this process may send none, that the host accepts or refuses a connection.
         *
         * @param address an IP address: a name could keep a thread waiting
         */
        record Icmp(String address) implements Check {
            public Icmp {
                given("address", address);
                checkAddress("icmp", address);
            }
        }
    }

    static final String MEMBER_PREFIX = "member/";
    static final String LAN_GATEWAY = "lan-gateway";

    public ConnectionMonitorConfig {
        given("node_id", nodeId);
        given("node", node);
        given("host", host);
        requireNonNull(settings, "settings");
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

    private static void checkAddress(String field, String address) {
        if (!address.matches("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*")) {
            throw ContractException.invalid(field, "is " + address + ": give an IP address");
        }
    }

    static void checkTimes(Duration interval, Duration timeout) {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(interval) > 0) {
            throw ContractException.invalid(
                    "timeout", "is " + timeout + ": give more than 0 and not more than the interval, " + interval);
        }
    }
}
