package io.lotse.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.lotse.contracts.FieldError;

import static io.lotse.gateway.Requirements.require;
import static io.lotse.gateway.Requirements.requirePort;
import static io.lotse.gateway.Requirements.requirePositive;
import static io.lotse.gateway.Requirements.requireShare;
import static io.lotse.gateway.Requirements.requireText;

/**
 * How a node's gateway listens and whom it asks.
 *
 * @param bindAddress the address it listens at
 * @param port the port it listens at; 0 for any free one
 * @param h2cPort the port for HTTP/2 without TLS, from the first byte on; 0 for any free one, null for none
 * @param host the name of this node's host: instances at loopback addresses of this host can be reached directly
 * @param environment the environment of services that a request names alone
 * @param control where {@code /api/v1/**} goes; null on a node without a control API
 * @param timeouts how long it waits for whom
 * @param limits what a request may weigh
 * @param drain how long a stop waits for running requests
 * @param routes where routes are declared to this node alone; null for nowhere
 * @param zone where this node stands, as instances say it in their metadata; null if nobody said
 * @param tls how it listens for TLS; null for not at all
 * @param cacheBytes how much of answers may be kept in memory, for all routes together, in bytes; 0 for nothing
 * @param trustedProxies the networks of proxies that are believed when they say for whom they ask; empty for none
 * @param accessLog what is written down of requests; null for nothing
 * @param tracing where spans of requests go; null for nowhere
 * @param serverTiming whether answers tell how long they took, and whom ({@code Server-Timing})
 */
public record GatewayConfig(
        String bindAddress,
        int port,
        Integer h2cPort,
        String host,
        String environment,
        Control control,
        Timeouts timeouts,
        Limits limits,
        Duration drain,
        Routes routes,
        String zone,
        Tls tls,
        long cacheBytes,
        List<String> trustedProxies,
        AccessLog accessLog,
        TracingConfig tracing,
        boolean serverTiming) {
    /** A sixth of the heap that a node is started with. */
    public static final long DEFAULT_CACHE_BYTES = 16L * 1024 * 1024;

    public GatewayConfig {
        requireText(bindAddress, "gateway.bind_address is missing");
        requirePort(port, "gateway.port", 0);
        requirePort(h2cPort == null ? 0 : h2cPort, "gateway.h2c_port", 0);
        requireText(host, "gateway.host is missing: give the name of this node's host");
        requireText(environment, "gateway.environment is missing: give the one of services that a request names alone");
        require(timeouts != null, "gateway.timeouts are missing");
        require(limits != null, "gateway.limits are missing");
        require(cacheBytes >= 0, "gateway.cache is " + cacheBytes + " bytes: give 0 or more");
        trustedProxies = List.copyOf(trustedProxies);
        requireNetworks(trustedProxies);
        require(drain != null && !drain.isNegative(), "gateway.drain is " + drain + ": give 0 seconds or more");
    }

    /** With the default time-outs and limits, and no file of routes. */
    public GatewayConfig(String bindAddress, int port, String host, String environment, Control control) {
        this(
                bindAddress,
                port,
                null,
                host,
                environment,
                control,
                Timeouts.DEFAULTS,
                Limits.DEFAULTS,
                Duration.ofSeconds(10),
                null,
                null,
                null,
                DEFAULT_CACHE_BYTES,
                List.of(),
                null,
                null,
                false);
    }

    /** The same with a file of routes, or null for none. */
    public GatewayConfig withRoutes(Routes file) {
        return changed(draft -> draft.routes = file);
    }

    /** The same with a port for HTTP/2 without TLS, or null for none. */
    public GatewayConfig withH2c(Integer at) {
        return changed(draft -> draft.h2cPort = at);
    }

    /** The same with other time-outs. */
    public GatewayConfig withTimeouts(Timeouts others) {
        return changed(draft -> draft.timeouts = others);
    }

    /** The same with another time for running requests when it stops. */
    public GatewayConfig draining(Duration howLong) {
        return changed(draft -> draft.drain = howLong);
    }

    /** The same in a zone, or null for none. */
    public GatewayConfig inZone(String name) {
        return changed(draft -> draft.zone = name);
    }

    /** The same with a listener for TLS, or null for none. */
    public GatewayConfig withTls(Tls how) {
        return changed(draft -> draft.tls = how);
    }

    /** The same with so much memory for answers that are kept, in bytes. */
    public GatewayConfig withCache(long bytes) {
        return changed(draft -> draft.cacheBytes = bytes);
    }

    /** The same with other limits. */
    public GatewayConfig withLimits(Limits others) {
        return changed(draft -> draft.limits = others);
    }

    /** The same behind proxies of these networks. */
    public GatewayConfig behind(List<String> proxies) {
        return changed(draft -> draft.trustedProxies = proxies);
    }

    /** The same with an access log, or null for none. */
    public GatewayConfig logging(AccessLog requests) {
        return changed(draft -> draft.accessLog = requests);
    }

    /** The same with spans of requests, or null for none. */
    public GatewayConfig tracing(TracingConfig spans) {
        return changed(draft -> draft.tracing = spans);
    }

    /** The same, with answers that tell how long they took or without. */
    public GatewayConfig timing(boolean told) {
        return changed(draft -> draft.serverTiming = told);
    }

    private GatewayConfig changed(Consumer<GatewayDraft> change) {
        GatewayDraft draft = new GatewayDraft(this);
        change.accept(draft);
        return draft.config();
    }

    /**
     * Where routes are declared to this node alone. The file is read again when it changes.
     *
     * @param file YAML or JSON with a list of {@code routes}
     * @param amongSettings whether other settings stand in it, too
     */
    public record Routes(Path file, boolean amongSettings) {
        public Routes {
            require(file != null, "gateway.routes.file is missing");
            file = file.toAbsolutePath().normalize();
        }

        /** Whether a file declares something to a gateway under this key. */
        public static boolean isDeclaration(String key) {
            return RouteDeclarations.isDeclaration(key);
        }

        /** Each mistake of the routes among a file's settings. */
        public static List<FieldError> mistakes(Map<String, Object> settings) {
            return RouteDeclarations.read(settings, true).mistakes();
        }
    }

    /**
     * Where the control API listens.
     *
     * @param role what an API key must have to reach it through the gateway; null for open to all
     */
    public record Control(String host, int port, String role) {
        /** Open to all. */
        public Control(String host, int port) {
            this(host, port, null);
        }

        public Control {
            require(
                    role == null || AuthCheck.roles("", List.of(role)).isEmpty(),
                    "gateway.control.role is '" + role + "': give visible ASCII without ',', '\"' and '\\'");
            requireText(host, "gateway.control.host is missing");
            requirePort(port, "gateway.control.port", 1);
        }
    }

    /**
     * How the gateway listens for TLS. The files are PEM and are read again when they change.
     *
     * @param port the port; 0 for any free one
     * @param cert the certificate and its chain, for clients that name no host or one that no other is for; null for the
     *     folder's first
     * @param key the certificate's private key; null where the certificate is
     * @param folder of more certificates, NAME.crt (or NAME.pem) with NAME.key, each for the hosts that it names; null for none
     * @param redirect whether clients of the plain port are sent here
     */
    public record Tls(int port, Path cert, Path key, Path folder, boolean redirect) {
        public Tls {
            requirePort(port, "gateway.tls.port", 0);
            require(cert == null || key != null, "gateway.tls.cert is " + cert + ": give its key, too");
            require(key == null || cert != null, "gateway.tls.key is " + key + ": give its certificate, too");
            require(cert != null || folder != null, "gateway.tls has no certificate: give one, or a folder of them");
        }
    }

    /**
     * What is written down of requests.
     *
     * @param combined whether lines have the combined format of Apache; else each is a JSON object
     * @param share how many of the requests are logged, 0 to 1; errors and slow ones always are
     * @param slow from how long on a request is slow
     * @param query whether the query is written, which may hold secrets
     * @param lines where the lines go, without their ends: called by one thread at a time, never by an event loop
     */
    public record AccessLog(boolean combined, double share, Duration slow, boolean query, Consumer<String> lines) {
        public AccessLog {
            require(lines != null, "gateway.access_log.lines are missing");
            requireShare(share, "gateway.access_log.share");
            requirePositive(slow, "gateway.access_log.slow");
        }
    }

    /**
     * How long the gateway waits for whom.
     *
     * @param connect until an instance has taken a connection
     * @param firstByte from the end of the request until the head of the answer
     * @param idle without a byte in either direction on a client's connection, WebSockets and event streams included
     * @param drain how long an instance that was deregistered may go on with the requests that run there
     */
    public record Timeouts(Duration connect, Duration firstByte, Duration idle, Duration drain) {
        public static final Timeouts DEFAULTS = new Timeouts(
                Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofSeconds(30));

        public Timeouts {
            requirePositive(connect, "gateway.timeouts.connect");
            requirePositive(firstByte, "gateway.timeouts.first_byte");
            requirePositive(idle, "gateway.timeouts.idle");
            requirePositive(drain, "gateway.timeouts.drain");
            require(
                    idle.compareTo(firstByte) > 0,
                    "gateway.timeouts.idle is " + idle.toMillis() + " ms: give more than first_byte, "
                            + firstByte.toMillis() + " ms, or a silent instance is never answered for");
        }
    }

    /**
     * What clients may take of a node, whatever they ask for.
     *
     * @param requestLine the largest request line, in bytes
     * @param headers the largest header section, in bytes
     * @param head from a request's first byte until its head is whole
     * @param send how long a client may leave lying what waits for it
     * @param connections how many there may be at a time; 0 for any number
     * @param connectionsPerClient how many a client may have at a time; 0 for any number
     */
    public record Limits(
            int requestLine, int headers, Duration head, Duration send, int connections, int connectionsPerClient) {
        public static final Limits DEFAULTS = new Limits(16 * 1024, 64 * 1024, Duration.ofSeconds(10));

        /** With any number of connections, whose clients read at their leisure for a minute. */
        public Limits(int requestLine, int headers, Duration head) {
            this(requestLine, headers, head, Duration.ofSeconds(60), 0, 0);
        }

        public Limits {
            require(requestLine >= 256, "gateway.limits.request_line is " + requestLine + ": give 256 bytes or more");
            require(headers >= 256, "gateway.limits.headers is " + headers + ": give 256 bytes or more");
            requirePositive(head, "gateway.limits.head");
            requirePositive(send, "gateway.limits.send");
            require(connections >= 0, "gateway.limits.connections is " + connections + ": give 0 or more");
            require(
                    connectionsPerClient >= 0,
                    "gateway.limits.connections_per_client is " + connectionsPerClient + ": give 0 or more");
        }
    }

    /** @throws IllegalArgumentException that names what is no network */
    public static void requireNetworks(List<String> networks) {
        networks.forEach(n -> new TrustedProxies(List.of(n)));
    }
}
