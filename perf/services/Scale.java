import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;

import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.contracts.ports.PortRange;

/** Fills a ledger, writes to it and reads from its node, for perf/scale. Runs on the class path of lotse.jar. */
class Scale {
    private static final int PER_SERVICE = 100;
    private static final int PER_HOST = 10_000;
    private static final int IN_FLIGHT = 512;
    private static final Instant SINCE = Instant.parse("2026-03-01T12:00:00.123456Z");

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "generate" -> generate(
                    Integer.parseInt(args[1]),
                    Path.of(args[2]),
                    args.length > 3 ? Integer.parseInt(args[3]) : PER_SERVICE);
            case "read" -> read(args[1]);
            case "revise" -> revise(args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            default -> throw new IllegalArgumentException(args[0]);
        }
        System.exit(0);
    }

    private static String host(int i) {
        return String.format("host-%04d", i / PER_HOST);
    }

    private static String id(int i) {
        return String.format("service-%05d-%06d", i / PER_SERVICE, i);
    }

    private static RegisteredInstance instance(int i, int perService, InstanceStatus status) {
        return new RegisteredInstance(
                id(i), String.format("service-%05d", i / perService), "web", "10.0.0." + i / PER_HOST, host(i),
                Protocol.TCP, status, 20_000 + i % PER_HOST, new PortRange(20_000, 31_999), null, "development",
                List.of(), null, Map.of("version", "1.4.2", "team", "shop"), SINCE, false);
    }

    /** A file as lotse ledger export writes it: allocations, then instances. */
    private static void generate(int instances, Path file, int perService) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (OutputStream raw = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
                OutputStream out = new DigestOutputStream(raw, digest)) {
            line(out, "{\"format\":\"lotse-ledger\",\"version\":1,\"kind\":\"embedded\"}");
            for (int i = 0; i < instances; i++) {
                line(out, "{\"key\":\"" + LedgerKeys.allocation(host(i), Protocol.TCP, 20_000 + i % PER_HOST)
                        + "\",\"value\":{\"space\":\"" + host(i) + "\",\"protocol\":\"tcp\",\"service_id\":\"" + id(i)
                        + "\",\"since\":\"" + SINCE + "\",\"verified\":true}}");
            }
            for (int i = 0; i < instances; i++) {
                Mutation put = Mutation.put(LedgerKeys.instance(id(i)), instance(i, perService, InstanceStatus.ACTIVE));
                line(out, "{\"key\":\"" + put.key() + "\",\"value\":"
                        + new JsonObject(put.value()).encode() + "}");
            }
            line(raw, "{\"entries\":" + 2 * instances + ",\"sha256\":\"" + HexFormat.of().formatHex(digest.digest())
                    + "\"}");
        }
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Times of 2 000 reads of one service, one after the other, after as many that do not count. */
    private static void read(String control) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(control + "/api/v1/ipmanager/services?name=service-00003"))
                .build();
        long[] took = new long[2_000];
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < took.length; i++) {
                long begun = System.nanoTime();
                HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                took[i] = System.nanoTime() - begun;
                if (answer.statusCode() != 200 || !answer.body().contains("service-00003-")) {
                    throw new IOException("the service is not there: " + answer.body());
                }
            }
        }
        System.out.println(percentiles(took));
    }

    /** Each revision changes the status of one instance; 512 are under way at a time. */
    private static void revise(String member, int instances, int revisions) throws Exception {
        Config config = new Config();
        config.setClusterName("lotse");
        config.getJetConfig().setEnabled(false);
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).addMember(member);
        Vertx vertx = Vertx.builder()
                .withClusterManager(new HazelcastClusterManager(config))
                .buildClustered()
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        EventBus bus = vertx.eventBus();
        Semaphore room = new Semaphore(IN_FLIGHT);
        CountDownLatch open = new CountDownLatch(revisions);
        AtomicInteger failed = new AtomicInteger();
        AtomicLong last = new AtomicLong(System.nanoTime());
        AtomicLong longestGap = new AtomicLong();
        long[] took = new long[revisions];
        long begun = System.nanoTime();
        for (int n = 0; n < revisions; n++) {
            room.acquire();
            int number = n;
            InstanceStatus status = n / instances % 2 == 0 ? InstanceStatus.RESTARTING : InstanceStatus.ACTIVE;
            RegisteredInstance changed = instance(n % instances, PER_SERVICE, status);
            long sent = System.nanoTime();
            LedgerContract.COMMIT
                    .call(bus, Transaction.of(
                            Instant.now(), List.of(), List.of(Mutation.put(LedgerKeys.instance(changed.serviceId()), changed))))
                    .onComplete(done -> {
                        long now = System.nanoTime();
                        took[number] = now - sent;
                        longestGap.accumulateAndGet(now - last.getAndSet(now), Math::max);
                        if (done.failed() && failed.getAndIncrement() == 0) {
                            System.err.println("a write failed: " + done.cause());
                        }
                        room.release();
                        open.countDown();
                    });
        }
        open.await();
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf("%.0f a second, %s, no write for at most %d ms, %d failed%n",
                revisions / seconds, percentiles(took), longestGap.get() / 1_000_000, failed.get());
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    private static String percentiles(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return String.format("p50 %.1f / p99 %.1f / longest %.0f ms", sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 99 / 100] / 1e6, sorted[sorted.length - 1] / 1e6);
    }
}
