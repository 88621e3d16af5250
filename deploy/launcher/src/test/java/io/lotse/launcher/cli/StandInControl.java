package io.lotse.launcher.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.environments.EnvironmentCreation;
import io.lotse.contracts.environments.EnvironmentKind;
import io.lotse.contracts.environments.EnvironmentState;
import io.lotse.contracts.gateway.ApiKey;
import io.lotse.contracts.gateway.ApiKeyList;
import io.lotse.contracts.gateway.CachePurged;
import io.lotse.contracts.gateway.CacheState;
import io.lotse.contracts.gateway.CreatedApiKey;
import io.lotse.contracts.health.ThresholdSettings;
import io.lotse.contracts.health.ThresholdValue;
import io.lotse.contracts.health.Thresholds;
import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.contracts.ledger.LedgerStatus;
import io.lotse.contracts.ports.ConflictStrategy;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.ports.Reassignment;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstancePage;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.Offer;
import io.lotse.contracts.registry.ProcessReport;
import io.lotse.contracts.registry.RegisteredBatch;
import io.lotse.contracts.registry.Registration;
import io.lotse.contracts.registry.RegistrationBatch;
import io.lotse.meshview.Freshness;
import io.lotse.testfaults.FreePorts;

/** A control API of one node without a mesh behind it: the registry is a map. */
final class StandInControl implements AutoCloseable {
    static final String HOST = "127.0.0.1";

    /** What was asked, as METHOD PATH BODY. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    final ConcurrentMap<String, Instance> instances = new ConcurrentHashMap<>();

    final List<ProcessReport> reports = new CopyOnWriteArrayList<>();

    /** The ports to offer first and to give next; any free ones behind them. */
    final Deque<Integer> offered = new ConcurrentLinkedDeque<>();

    /** Hears what port was given before the answer is sent: the moment of a thief. */
    volatile IntConsumer given = port -> {};

    /** The ports that instances are asked to leave, by their ids. */
    final ConcurrentMap<String, Integer> leave = new ConcurrentHashMap<>();

    /** The ports that were handed over to instances, by their ids. */
    final ConcurrentMap<String, Integer> granted = new ConcurrentHashMap<>();
    /** Ports that instances had asked for and will not get. */
    final ConcurrentMap<String, Integer> lapsed = new ConcurrentHashMap<>();

    private static final String SCALING =
            "{\"service_name\": \"orders\", \"current\": 6, \"recommended\": 3, \"min\": 2,"
                    + " \"reason\": \"3 are enough\", \"arithmetic\": [\"peak: 1.20\"], \"valid_until\": \"2026-01-31T06:10:00Z\"}";

    private static final String APPLIED =
            "{\"id\": \"slow:orders\", \"kind\": \"slow\", \"applied_at\": \"2026-01-31T06:00:00Z\"}";

    /** With what a step in handing a port over is refused; null for not at all. */
    volatile ProblemCode refusal;

    /** With what a registration is refused; null for not at all. */
    volatile ProblemCode unwanted;

    /** The port that new instances wait for; null for none. */
    volatile Integer pending;

    /** What else is answered, by its path. */
    final ConcurrentMap<String, JsonObject> answers = new ConcurrentHashMap<>();

    /** How many gateways do not answer to a purge. */
    volatile int silentGateways;

    /** The ledger of its mesh. */
    volatile String ledger = "one";

    /** The other members of its mesh. */
    volatile List<StandInControl> members = List.of();

    volatile ThresholdSettings thresholds = ThresholdSettings.NONE;
    /** What it says that holds. */
    volatile List<ThresholdValue> effective = List.of();

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

    private int nextPort() {
        Integer next = offered.poll();
        return next == null ? FreePorts.next() : next;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        String request = exchange.getRequestMethod() + " " + path;
        asked.add(request + " " + body);
        if (answers.containsKey(path)) {
            send(exchange, 200, answers.get(path));
        } else if (request.equals("POST " + Paths.REGISTER)) {
            register(exchange, ContractCodec.decode(new JsonObject(body), Registration.class));
        } else if (request.equals("POST " + Paths.REGISTER_BATCH)) {
            List<Instance> items =
                    ContractCodec.decode(new JsonObject(body), RegistrationBatch.class).registrations().stream()
                            .map(this::instance)
                            .toList();
            send(exchange, 201, ContractCodec.encode(new RegisteredBatch(items, 1)));
        } else if (request.equals("POST " + Paths.DEREGISTER)) {
            String id = ContractCodec.decode(new JsonObject(body), Deregistration.class)
                    .serviceId();
            reply(exchange, instances.remove(id), id, true);
        } else if (path.equals(Paths.OFFER)) {
            send(exchange, 200, ContractCodec.encode(new Offer("h", HOST, List.of(nextPort(), FreePorts.next()))));
        } else if (path.startsWith(Paths.PROCESSES)) {
            ProcessReport report = ContractCodec.decode(new JsonObject(body), ProcessReport.class);
            reports.add(report);
            send(exchange, 200, new JsonObject());
        } else if (path.startsWith(Paths.HEARTBEAT)) {
            exchange.getResponseHeaders().add("Lotse-Heartbeat-Timeout", heartbeatTimeout.toMillis() / 1000.0 + "");
            String id = path.substring(Paths.HEARTBEAT.length());
            tell(exchange, "Lotse-Leave-Port", leave.get(id));
            tell(exchange, "Lotse-Move-To-Port", granted.get(id));
            tell(exchange, "Lotse-Reassignment-Lapsed", lapsed.get(id));
            reply(exchange, instances.get(id), id, true);
        } else if (path.startsWith(Paths.REASSIGNMENTS)) {
            handOver(exchange, path.substring(Paths.REASSIGNMENTS.length()).split("/"));
        } else if (path.startsWith(Paths.ENDPOINT)) {
            String id = path.substring(Paths.ENDPOINT.length());
            reply(exchange, instances.get(id), id, false);
        } else if (path.equals(Paths.CLUSTER)) {
            send(exchange, 200, ContractCodec.encode(cluster()));
        } else if (path.equals(Paths.SERVICES)) {
            page(exchange);
        } else if (path.equals(Paths.THRESHOLDS)) {
            if (!body.isEmpty()) {
                thresholds = ContractCodec.decode(new JsonObject(body), ThresholdSettings.class);
            }
            exchange.getResponseHeaders().add("ETag", "\"7\"");
            send(exchange, 200, ContractCodec.encode(new Thresholds(thresholds, 7, "a", effective)));
        } else if (path.equals(Paths.CONFIG)) {
            if (!body.isEmpty()) {
                config = ContractCodec.decode(new JsonObject(body), EnvironmentConfig.class);
            }
            exchange.getResponseHeaders().add("ETag", "\"7\"");
            send(exchange, 200, ContractCodec.encode(config));
        } else if (path.startsWith(Paths.ENVIRONMENTS + "/")) {
            String name = path.substring(Paths.ENVIRONMENTS.length() + 1);
            send(exchange, 200, ContractCodec.encode(state(name, EnvironmentKind.DEVELOPMENT, null, null)));
        } else if (request.equals("POST " + Paths.ENVIRONMENTS)) {
            EnvironmentCreation asked = ContractCodec.decode(new JsonObject(body), EnvironmentCreation.class);
            EnvironmentKind kind = asked.kind() == null ? EnvironmentKind.TEST : asked.kind();
            send(exchange, 201, ContractCodec.encode(state(asked.name(), kind, asked.ports(), asked.createdBy())));
        } else if (path.equals(Paths.CACHE + "/purge")) {
            send(exchange, 200, ContractCodec.encode(new CachePurged(17, 3, silentGateways)));
        } else if (path.equals(Paths.CACHE)) {
            send(exchange, 200, ContractCodec.encode(new CacheState(12, 3_400, 16 << 20, 5, 0, 0, 7, 0)));
        } else if (path.equals(Paths.SCALING)) {
            send(
                    exchange,
                    200,
                    new JsonObject("{\"items\": [" + SCALING + ", {\"service_name\": \"mail\", \"current\": 1}]}"));
        } else if (path.startsWith(Paths.RECOMMENDATIONS)) {
            send(exchange, 200, new JsonObject(APPLIED));
        } else if (request.equals("POST " + Paths.REPORTS)) {
            send(exchange, 201, new JsonObject("{\"summary\": {\"id\": \"r-1\"}}"));
        } else if (path.startsWith(Paths.REPORTS + "/")) {
            send(exchange, 200, "# Report " + path);
        } else if (path.startsWith(Paths.API_KEYS)) {
            send(exchange, 200, apiKeys(request));
        } else {
            refuse(exchange, ProblemCode.NOT_READY, "not yet", List.of());
        }
    }

    private static JsonObject apiKeys(String request) {
        ApiKey key = new ApiKey(
                "till-3",
                "ab".repeat(32),
                List.of("clerk"),
                List.of("orders:read", "x"),
                Instant.now().minus(Duration.ofHours(2)),
                Instant.now().plus(Duration.ofDays(90)).minusSeconds(5));
        return ContractCodec.encode(
                request.startsWith("POST")
                        ? new CreatedApiKey("lotse_secret", key)
                        : request.startsWith("GET") ? new ApiKeyList(List.of(key)) : key);
    }

    /** @param ports null for those that an environment is given */
    private EnvironmentState state(String name, EnvironmentKind kind, PortRange ports, String createdBy) {
        PortRange slot = ports == null ? new PortRange(18_000, 18_049) : ports;
        Environment environment = new Environment(name, kind, slot, false, Instant.EPOCH, createdBy, null, null);
        return new EnvironmentState(environment, config, 0, 0, 1);
    }

    private static void tell(HttpExchange exchange, String header, Integer port) {
        if (port != null) {
            exchange.getResponseHeaders().add(header, port.toString());
        }
    }

    /** @param steps empty for the list, else an id and confirm or complete behind an empty one */
    private void handOver(HttpExchange exchange, String[] steps) throws IOException {
        if (steps.length < 3) {
            send(exchange, 200, ContractCodec.encode(new ServiceRegistrar.ReassignmentPage(asked())));
            return;
        }
        if (refusal != null) {
            refuse(exchange, refusal, "not now", List.of());
            return;
        }
        String id = steps[1];
        Integer port = steps[2].equals("confirm") ? leave.remove(id) == null ? null : nextPort() : granted.remove(id);
        if (port == null) {
            refuse(exchange, ProblemCode.NO_REASSIGNMENT, "nobody asks " + id, List.of());
            return;
        }
        Instance moved = instances.computeIfPresent(id, (key, instance) -> instance.movedTo(port));
        send(exchange, 200, ContractCodec.encode(moved));
    }

    private List<Reassignment> asked() {
        return leave.entrySet().stream()
                .map(e -> new Reassignment(
                        "h",
                        Protocol.TCP,
                        e.getValue(),
                        "asker-1",
                        5,
                        e.getKey(),
                        0,
                        Instant.EPOCH,
                        Instant.EPOCH.plusSeconds(300),
                        null))
                .toList();
    }

    private StatusCommand.Cluster cluster() {
        List<NodeInfo> nodes = Stream.concat(Stream.of(this), members.stream())
                .map(member -> new NodeInfo(
                        "id", "name", "h", List.of(), null, member.url(), HOST + ":1", 1, "0", Instant.EPOCH))
                .toList();
        LedgerStatus status =
                new LedgerStatus(new LedgerDescriptor(ledger, "embedded", List.of()), "leader", null, 1, 1, true);
        return new StatusCommand.Cluster("id", nodes, status, new Freshness(false, 1, null), List.of("reserve ports"));
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
        if (unwanted != null) {
            refuse(exchange, unwanted, "not here", List.of());
            return;
        }
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
        Instance instance = instance(r);
        instances.put(instance.serviceId(), instance);
        given.accept(instance.port());
        send(exchange, 201, ContractCodec.encode(instance));
    }

    private Instance instance(Registration r) {
        return new Instance(
                r.serviceId() == null ? r.serviceName() + "-1" : r.serviceId(),
                r.serviceName(),
                r.serviceType(),
                HOST,
                r.port() == null ? nextPort() : r.port(),
                "h",
                r.protocol() == null ? Protocol.TCP : r.protocol(),
                r.status() == null ? InstanceStatus.ACTIVE : r.status(),
                r.preferredPort(),
                r.portRange(),
                null,
                r.restartScript(),
                r.environment() == null ? "development" : r.environment(),
                r.dependencies(),
                r.healthPath(),
                r.metadata(),
                Instant.EPOCH,
                true,
                1,
                r.priority() == null ? 0 : r.priority(),
                pending);
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
        send(exchange, status, body.encode());
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
