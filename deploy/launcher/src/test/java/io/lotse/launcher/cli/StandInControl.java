package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.contracts.ledger.LedgerStatus;
import io.lotse.contracts.ports.ConflictStrategy;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstancePage;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.Registration;
import io.lotse.meshview.Freshness;

/** A control API of one node without a mesh behind it: the registry is a map. */
final class StandInControl implements AutoCloseable {
    static final String HOST = "127.0.0.1";

    /** What was asked, as METHOD PATH BODY. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    final ConcurrentMap<String, Instance> instances = new ConcurrentHashMap<>();

    /** The ledger of its mesh. */
    volatile String ledger = "one";

    /** The other members of its mesh. */
    volatile List<StandInControl> members = List.of();

    private final HttpServer server;
    private Duration heartbeatTimeout = Duration.ofMillis(60);
    private volatile EnvironmentConfig config = new EnvironmentConfig(
            "development",
            HOST,
            new PortRange(20_000, 29_999),
            List.of(),
            Map.of(),
            Duration.ofSeconds(30),
            ConflictStrategy.NEXT_FREE);

    StandInControl() throws IOException {
        this(0);
    }

    StandInControl(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "stand-in");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    String url() {
        return "http://" + HOST + ":" + port();
    }

    int port() {
        return server.getAddress().getPort();
    }

    long heard(String what) {
        return asked.stream().filter(line -> line.startsWith(what)).count();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        String request = exchange.getRequestMethod() + " " + path;
        asked.add(request + " " + body);
        if (request.equals("POST " + Paths.REGISTER)) {
            register(exchange, ContractCodec.decode(new JsonObject(body), Registration.class));
        } else if (request.equals("POST " + Paths.DEREGISTER)) {
            String id = ContractCodec.decode(new JsonObject(body), Deregistration.class)
                    .serviceId();
            reply(exchange, instances.remove(id), id, true);
        } else if (path.startsWith(Paths.HEARTBEAT)) {
            exchange.getResponseHeaders().add("Lotse-Heartbeat-Timeout", heartbeatTimeout.toMillis() / 1000.0 + "");
            String id = path.substring(Paths.HEARTBEAT.length());
            reply(exchange, instances.get(id), id, true);
        } else if (path.startsWith(Paths.ENDPOINT)) {
            String id = path.substring(Paths.ENDPOINT.length());
            reply(exchange, instances.get(id), id, false);
        } else if (path.equals(Paths.CLUSTER)) {
            send(exchange, 200, ContractCodec.encode(cluster()));
        } else if (path.equals(Paths.SERVICES)) {
            page(exchange);
        } else if (path.equals(Paths.CONFIG)) {
            if (!body.isEmpty()) {
                config = ContractCodec.decode(new JsonObject(body), EnvironmentConfig.class);
            }
            exchange.getResponseHeaders().add("ETag", "\"7\"");
            send(exchange, 200, ContractCodec.encode(config));
        } else {
            refuse(exchange, ProblemCode.NOT_READY, "not yet", List.of());
        }
    }

    private StatusCommand.Cluster cluster() {
        List<NodeInfo> nodes = Stream.concat(Stream.of(this), members.stream())
                .map(member -> new NodeInfo(
                        "id", "name", "h", List.of(), null, member.url(), HOST + ":1", 1, "0", Instant.EPOCH))
                .toList();
        LedgerStatus status =
                new LedgerStatus(new LedgerDescriptor(ledger, "embedded", List.of()), "leader", null, 1, 1, true);
        return new StatusCommand.Cluster("id", nodes, status, new Freshness(false, 1, null));
    }

    /** Two pages, so that whoever wants all must turn one. */
    private void page(HttpExchange exchange) throws IOException {
        List<Instance> all = instances.values().stream()
                .sorted((a, b) -> a.serviceId().compareTo(b.serviceId()))
                .toList();
        boolean second = String.valueOf(exchange.getRequestURI().getQuery()).contains("cursor=second");
        int middle = all.size() / 2;
        InstancePage page = second
                ? new InstancePage(all.subList(middle, all.size()), null, 1)
                : new InstancePage(all.subList(0, middle), "second", 1);
        send(exchange, 200, ContractCodec.encode(page));
    }

    private void register(HttpExchange exchange, Registration r) throws IOException {
        if (r.serviceName().contains("/")) {
            refuse(
                    exchange,
                    ProblemCode.INVALID_REQUEST,
                    "The request has 2 mistakes",
                    List.of(
                            new FieldError("service_name", "holds a slash"),
                            new FieldError("health_path", "begins with no slash")));
            return;
        }
        Instance instance = new Instance(
                r.serviceId() == null ? r.serviceName() + "-1" : r.serviceId(),
                r.serviceName(),
                r.serviceType(),
                HOST,
                r.port() == null ? freePort() : r.port(),
                "h",
                Protocol.TCP,
                r.status() == null ? InstanceStatus.ACTIVE : r.status(),
                r.preferredPort(),
                r.portRange(),
                null,
                r.restartScript(),
                "development",
                r.dependencies(),
                r.healthPath(),
                r.metadata(),
                Instant.EPOCH,
                true,
                1);
        instances.put(instance.serviceId(), instance);
        send(exchange, 201, ContractCodec.encode(instance));
    }

    private static void reply(HttpExchange exchange, Instance instance, String id, boolean silent) throws IOException {
        if (instance == null) {
            refuse(exchange, ProblemCode.UNKNOWN_INSTANCE, "there is no " + id, List.of());
        } else if (silent) {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        } else {
            send(exchange, 200, ContractCodec.encode(instance));
        }
    }

    private static void refuse(HttpExchange exchange, ProblemCode code, String detail, List<FieldError> errors)
            throws IOException {
        send(exchange, code.httpStatus(), ContractCodec.encode(new Problem.Body(code.code(), detail, errors)));
    }

    private static void send(HttpExchange exchange, int status, JsonObject body) throws IOException {
        byte[] bytes = body.encode().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
