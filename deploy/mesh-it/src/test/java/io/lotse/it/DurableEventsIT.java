package io.lotse.it;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.lotse.it.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

/** Durable topics of one node and of three, all of which are killed while events are published. */
@GivesPorts
class DurableEventsIT {
    private static final String TOPIC = "/api/v1/events/orders.created";
    private static final int KEYS = 3;
    private static final int BEFORE = 20;

    @Test
    void oneNodeThatIsKilledLosesAndDoublesNothingThatItAcknowledged(@TempDir Path home) {
        try (Mesh mesh = new Mesh(home)) {
            List<NodeProcess> node = new ArrayList<>(List.of(mesh.start("a")));
            killAllUnderPublishing(node, () -> node.set(0, mesh.startAgain(node.get(0))));
        }
    }

    @Test
    void threeNodesThatAreKilledLoseAndDoubleNothingThatTheyAcknowledged(@TempDir Path home) {
        try (ThreeVoters voters = new ThreeVoters(new Lotse(home))) {
            voters.startAll();
            killAllUnderPublishing(voters.nodes().values(), voters::startAll);
        }
    }

    private void killAllUnderPublishing(Collection<NodeProcess> nodes, Runnable startAgain) {
        NodeProcess first = nodes.iterator().next();
        declare(first);
        AtomicBoolean last = new AtomicBoolean();
        List<Publisher> publishers = IntStream.range(0, KEYS)
                .mapToObj(key -> new Publisher(key, () -> List.copyOf(nodes), last))
                .toList();
        List<CompletableFuture<Void>> running =
                publishers.stream().map(CompletableFuture::runAsync).toList();
        soon(() -> assertThat(publishers).allMatch(p -> p.acknowledged.get() >= BEFORE));

        nodes.stream()
                .map(node -> CompletableFuture.runAsync(node::crash))
                .toList()
                .forEach(CompletableFuture::join);
        startAgain.run();
        soon(() -> assertThat(publishers).allMatch(p -> p.acknowledged.get() >= 2 * BEFORE));
        last.set(true);
        running.forEach(CompletableFuture::join);

        for (NodeProcess node : nodes) {
            soon(() -> assertEachOnceAndInOrder(read(node), publishers));
        }
        aGroupGetsThemAndAStreamGoesOn(nodes.iterator().next(), publishers);
    }

    private static void declare(NodeProcess node) {
        HttpResponse<String> answer =
                Http.put(node.control() + "/api/v1/topics/orders.%23", new JsonObject().put("delivery", "durable"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /** Publishes one event of its key after the other, each again until it is acknowledged. */
    private static final class Publisher implements Runnable {
        private final int key;
        private final Supplier<List<NodeProcess>> nodes;
        private final AtomicBoolean last;
        private final AtomicInteger acknowledged = new AtomicInteger();
        private int tries;

        Publisher(int key, Supplier<List<NodeProcess>> nodes, AtomicBoolean last) {
            this.key = key;
            this.nodes = nodes;
            this.last = last;
        }

        @Override
        public void run() {
            while (!last.get()) {
                int number = acknowledged.get();
                // at once, else now and then: nodes that are starting want the processor themselves
                if (isStored(number) || soon(() -> isStored(number), stored -> stored)) {
                    acknowledged.incrementAndGet();
                }
            }
        }

        private boolean isStored(int number) {
            List<NodeProcess> now = nodes.get();
            NodeProcess node = now.get(Math.floorMod(tries++, now.size()));
            Map<String, String> event = Map.of(
                    "ce-specversion", "1.0",
                    "ce-id", key + "-" + number,
                    "ce-source", "/shop",
                    "ce-type", "order.created",
                    "ce-subject", "key-" + key);
            try {
                return Http.post(node.control() + TOPIC, new JsonObject().put("number", number), event)
                                .statusCode()
                        == 201;
            } catch (UncheckedIOException e) {
                return false;
            }
        }
    }

    private static List<JsonObject> read(NodeProcess node) {
        List<JsonObject> all = new ArrayList<>();
        long next = 0;
        JsonArray items;
        do {
            JsonObject page = Http.json(node.control() + TOPIC + "/log?max=1000&from=" + next);
            items = page.getJsonArray("items");
            items.forEach(i -> all.add((JsonObject) i));
            next = page.getLong("next");
        } while (!items.isEmpty());
        return all;
    }

    private static void assertEachOnceAndInOrder(List<JsonObject> stored, List<Publisher> publishers) {
        for (Publisher publisher : publishers) {
            List<String> ids = stored.stream()
                    .map(s -> s.getJsonObject("event").getString("id"))
                    .filter(id -> id.startsWith(publisher.key + "-"))
                    .toList();
            List<String> expected = IntStream.range(0, ids.size())
                    .mapToObj(i -> publisher.key + "-" + i)
                    .toList();
            assertThat(ids).hasSizeGreaterThanOrEqualTo(publisher.acknowledged.get());
            assertThat(ids).isEqualTo(expected);
        }
    }

    private static void aGroupGetsThemAndAStreamGoesOn(NodeProcess node, List<Publisher> publishers) {
        String group = node.control() + TOPIC + "/groups/billing";
        assertThat(Http.put(group, new JsonObject()).statusCode()).isEqualTo(200);
        JsonObject handed = new JsonObject(
                Http.post(group + "/fetch", new JsonObject().put("max", 5)).body());
        JsonArray offsets = new JsonArray();
        handed.getJsonArray("items").forEach(i -> offsets.add(((JsonObject) i).getLong("offset")));
        assertThat(offsets).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(Http.post(group + "/ack", new JsonObject().put("offsets", offsets))
                        .body())
                .contains("\"unknown\":[]");
        int last = publishers.stream().mapToInt(p -> p.acknowledged.get()).sum() - 1;
        EventStream resumed = EventStream.openAfter(Integer.toString(last - 2), node.control() + TOPIC);
        soon(() -> assertThat(resumed.lines()).contains("id: " + (last - 1), "id: " + last));
        resumed.close();
    }
}
