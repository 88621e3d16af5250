package io.lotse.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Deploys under steady load lose no idempotent request: new instances come, old ones go, one is killed, a node with its
 * gateway is restarted. Prints the counts.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ZeroErrorDeployIT {
    private static final int MANY = 150;

    private Mesh mesh;
    private NodeProcess a;
    private NodeProcess b;

    @BeforeAll
    void startTwoNodes(@TempDir Path folder) throws IOException {
        mesh = new Mesh(folder);
        a = mesh.start("a");
        b = mesh.join(a, "b");
        Path routes = folder.resolve("routes.yaml");
        Files.writeString(
                routes,
                """
                routes:
                - name: shop
                  match: {path: /shop/**}
                  rewrite: /**
                  targets: [{service: shop}]
                  policy: {retries: {attempts: 2}, balancing: {strategy: peak-ewma}}
                """);
        assertThat(mesh.lotse()
                        .run("routes", "set", "--control", a.control(), routes.toString())
                        .succeeded()
                        .out())
                .contains("shop is set");
    }

    @AfterAll
    void stop() {
        mesh.close();
    }

    @Test
    void losesNoRequestWhileEverythingIsReplaced() {
        List<OwnPortService> old = List.of(mesh.serve(a, "shop"), mesh.serve(b, "shop"));
        awaitRouted(old);
        try (Clients clients = new Clients(List.of(a.gateway(), b.gateway()))) {
            clients.awaitMore(MANY);
            List<OwnPortService> fresh = List.of(mesh.serve(a, "shop"), mesh.serve(b, "shop"), mesh.serve(b, "shop"));
            awaitRouted(fresh);
            old.forEach(this::deregister);
            old.forEach(OwnPortService::kill);
            clients.awaitMore(MANY);
            clients.report("new instances registered, old ones deregistered and ended");

            fresh.get(0).kill();
            clients.awaitMore(MANY);
            clients.report("an instance killed by kill -9");

            b.stop();
            NodeProcess again = mesh.startAgain(b);
            assertThat(again.gateway()).isEqualTo(b.gateway());
            clients.awaitMore(MANY);
            clients.report("a node with its gateway restarted");
        }
    }

    private void deregister(OwnPortService service) {
        assertThat(Http.post(
                                a.control() + "/api/v1/ipmanager/deregister",
                                new JsonObject().put("service_id", service.id()))
                        .statusCode())
                .isEqualTo(204);
        // the other gateway follows at once, but by itself
        await().atMost(10, SECONDS)
                .until(() ->
                        Http.json(b.control() + "/api/v1/ipmanager/services?name=shop").getJsonArray("items").stream()
                                .map(JsonObject.class::cast)
                                .noneMatch(i -> i.getString("service_id").equals(service.id())));
    }

    /** Waits until both gateways have sent requests to all of these. */
    private void awaitRouted(List<OwnPortService> services) {
        Set<Long> pids = services.stream().map(OwnPortService::pid).collect(Collectors.toSet());
        for (NodeProcess node : List.of(a, b)) {
            Set<Long> missing = new HashSet<>(pids);
            await().atMost(60, SECONDS).untilAsserted(() -> {
                String[] words = Http.get(node.gateway() + "/shop/").body().split(" ");
                if (words.length == 3) {
                    missing.remove(Long.parseLong(words[1]));
                }
                assertThat(missing)
                        .as("instances that the gateway of " + node.gateway() + " has not asked yet")
                        .isEmpty();
            });
        }
    }

    /** Ask steadily; one whose connection is refused asks the other gateway. */
    private static final class Clients implements AutoCloseable {
        private static final int EACH = 2;
        private static final long PAUSE_MILLIS = 10;

        private final Queue<String> failures = new ConcurrentLinkedQueue<>();
        private final AtomicInteger answers = new AtomicInteger();
        private final AtomicInteger retried = new AtomicInteger();
        private final ScheduledExecutorService threads;

        Clients(List<String> gateways) {
            int count = gateways.size() * EACH;
            threads = Executors.newScheduledThreadPool(count);
            for (int i = 0; i < count; i++) {
                String first = gateways.get(i % gateways.size());
                String second = gateways.get((i + 1) % gateways.size());
                threads.scheduleWithFixedDelay(() -> ask(first, second), 0, PAUSE_MILLIS, MILLISECONDS);
            }
        }

        private void ask(String first, String second) {
            try {
                check(Http.get(first + "/shop/x").statusCode(), first);
            } catch (UncheckedIOException e) {
                retry(e, first, second);
            }
        }

        /**
         * A kept connection that the node closed as the request went out: clients send such a one again (RFC 9112, 9.3.1). Java's
         * does so once, and may meet a second connection that is closed as well.
         */
        private static boolean isClosedBeforeAnAnswer(Throwable e) {
            return String.valueOf(e.getMessage()).contains("header parser received no bytes");
        }

        private void retry(UncheckedIOException e, String first, String second) {
            if (!(e.getCause() instanceof ConnectException) && !isClosedBeforeAnAnswer(e.getCause())) {
                failures.add(first + ": " + e.getCause());
                return;
            }
            retried.incrementAndGet();
            try {
                check(Http.get(second + "/shop/x").statusCode(), second);
            } catch (UncheckedIOException again) {
                failures.add(second + " after a retry: " + again.getCause());
            }
        }

        private void check(int status, String gateway) {
            answers.incrementAndGet();
            if (status != 200) {
                failures.add(gateway + " answered " + status);
            }
        }

        void awaitMore(int count) {
            int before = answers.get();
            await().atMost(60, SECONDS).until(() -> answers.get() >= before + count);
        }

        /** Says how many failed until now: none may. */
        void report(String what) {
            System.out.println(what + ": " + failures.size() + " of " + answers.get() + " requests failed, "
                    + retried.get() + " were sent again");
            assertThat(failures).as(what).isEmpty();
        }

        @Override
        public void close() {
            threads.shutdown();
            await().atMost(60, SECONDS).until(threads::isTerminated);
        }
    }
}
