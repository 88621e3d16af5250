package io.lotse.launcher.demo;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/** A steady, light load through the gateways of all nodes, and an event now and then. */
final class Traffic implements AutoCloseable {
    private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(100);
    private static final Duration BETWEEN_EVENTS = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int FIRST_ERROR = 400;

    /** What a shop's visitors ask for. */
    private static final List<String> MIX = List.of("web", "orders", "web", "stock", "web", "mail", "web", "billing");

    static final String TOPIC = "orders.created";

    private final Vertx vertx = Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
    private final HttpClient client =
            vertx.createHttpClient(new HttpClientOptions().setConnectTimeout((int) PATIENCE.toMillis()));
    private final List<DemoNode> nodes;
    private final Tally tally;
    private final List<Long> timers = new CopyOnWriteArrayList<>();
    private final Set<Future<?>> underWay = ConcurrentHashMap.newKeySet();
    private int sent;
    private int orders;

    Traffic(List<DemoNode> nodes, Tally tally) {
        this.nodes = nodes;
        this.tally = tally;
    }

    /** Begins. */
    void start() {
        timers.add(vertx.setPeriodic(BETWEEN_REQUESTS.toMillis(), tick -> visit()));
        timers.add(vertx.setPeriodic(BETWEEN_EVENTS.toMillis(), tick -> publish()));
    }

    /** Whether every gateway has an answer from the service. */
    Future<Boolean> reaches(String service) {
        return Future.join(nodes.stream()
                        .map(node -> send(HttpMethod.GET, node.gateway(), "/api/" + service + "/health", null))
                        .toList())
                .map(all -> all.<Integer>list().stream().allMatch(status -> status < FIRST_ERROR))
                .otherwise(false);
    }

    private void visit() {
        String service = MIX.get(sent % MIX.size());
        String gateway = nodes.get(sent % nodes.size()).gateway();
        sent++;
        long started = System.nanoTime();
        send(HttpMethod.GET, gateway, "/api/" + service + "/" + sent, null).onComplete(answer -> {
            boolean well = answer.succeeded() && answer.result() < FIRST_ERROR;
            tally.answered(service, Duration.ofNanos(System.nanoTime() - started), well);
        });
    }

    private void publish() {
        orders++;
        String control = nodes.get(orders % nodes.size()).control();
        send(HttpMethod.POST, control, "/api/v1/events/" + TOPIC, Buffer.buffer("{\"order\":" + orders + "}"))
                .onSuccess(status -> {
                    if (status < FIRST_ERROR) {
                        tally.published();
                    }
                });
    }

    private Future<Integer> send(HttpMethod method, String node, String path, Buffer data) {
        URI uri = URI.create(node);
        RequestOptions options = new RequestOptions()
                .setHost(uri.getHost())
                .setPort(uri.getPort())
                .setMethod(method)
                .setURI(path)
                .setTimeout(PATIENCE.toMillis());
        if (data != null) {
            options.putHeader("ce-specversion", "1.0")
                    .putHeader("ce-id", "order-" + orders)
                    .putHeader("ce-source", "/demo/web")
                    .putHeader("ce-type", "demo.order.created")
                    .putHeader("Content-Type", "application/json");
        }
        Future<Integer> status = client.request(options)
                .compose(request -> data == null ? request.send() : request.send(data))
                .compose(answer -> answer.body().map(body -> answer.statusCode()));
        underWay.add(status);
        return status.onComplete(answered -> underWay.remove(status));
    }

    /** Sends nothing more, waits for the answers that are due, and ends. */
    @Override
    public void close() {
        timers.forEach(vertx::cancelTimer);
        Future.join(List.copyOf(underWay))
                .eventually(vertx::close)
                .toCompletionStage()
                .toCompletableFuture()
                .exceptionally(someFailed -> null)
                .join();
    }
}
