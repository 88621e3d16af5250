package io.lotse.gateway;

import java.time.Duration;

/**
 * How a node's gateway listens and whom it asks.
 *
 * @param bindAddress the address it listens at
 * @param port the port it listens at; 0 for any free one
 * @param host the name of this node's host: instances at loopback addresses of this host can be reached directly
 * @param control where {@code /api/v1/**} goes; null on a node without a control API
 * @param timeouts how long it waits for whom
 * @param limits what a request may weigh
 * @param drain how long a stop waits for running requests
 */
public record GatewayConfig(
        String bindAddress, int port, String host, Control control, Timeouts timeouts, Limits limits, Duration drain) {

    public GatewayConfig {
        require(bindAddress != null && !bindAddress.isBlank(), "gateway.bind_address is missing");
        requirePort(port, "gateway.port", 0);
        require(host != null && !host.isBlank(), "gateway.host is missing: give the name of this node's host");
        require(timeouts != null, "gateway.timeouts are missing");
        require(limits != null, "gateway.limits are missing");
        require(drain != null && !drain.isNegative(), "gateway.drain is " + drain + ": give 0 seconds or more");
    }

    /** With the default time-outs and limits. */
    public GatewayConfig(String bindAddress, int port, String host, Control control) {
        this(bindAddress, port, host, control, Timeouts.DEFAULTS, Limits.DEFAULTS, Duration.ofSeconds(10));
    }

    /** Where the control API listens. */
    public record Control(String host, int port) {
        public Control {
            require(host != null && !host.isBlank(), "gateway.control.host is missing");
            requirePort(port, "gateway.control.port", 1);
        }
    }

    /**
     * How long the gateway waits for whom.
     *
     * @param connect until an instance has taken a connection
     * @param firstByte from the end of the request until the head of the answer
     * @param idle without a byte in either direction on a client's connection, WebSockets and event streams included
     */
    public record Timeouts(Duration connect, Duration firstByte, Duration idle) {
        public static final Timeouts DEFAULTS =
                new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofMinutes(5));

        public Timeouts {
            requirePositive(connect, "gateway.timeouts.connect");
            requirePositive(firstByte, "gateway.timeouts.first_byte");
            requirePositive(idle, "gateway.timeouts.idle");
            require(
                    idle.compareTo(firstByte) > 0,
                    "gateway.timeouts.idle is " + idle.toMillis() + " ms: give more than first_byte, "
                            + firstByte.toMillis() + " ms, or a silent instance is never answered for");
        }
    }

    /**
     * What a request may weigh before its body.
     *
     * @param requestLine the largest request line, in bytes
     * @param headers the largest header section, in bytes
     */
    public record Limits(int requestLine, int headers) {
        public static final Limits DEFAULTS = new Limits(16 * 1024, 64 * 1024);

        public Limits {
            require(requestLine >= 256, "gateway.limits.request_line is " + requestLine + ": give 256 bytes or more");
            require(headers >= 256, "gateway.limits.headers is " + headers + ": give 256 bytes or more");
        }
    }

    private static void requirePort(int port, String key, int lowest) {
        require(port >= lowest && port <= 65_535, key + " is " + port + ": give " + lowest + " to 65535");
    }

    private static void requirePositive(Duration duration, String key) {
        require(
                duration != null && duration.toMillis() > 0,
                key + " is " + duration + ": give more than 0 milliseconds");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
