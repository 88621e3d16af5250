package io.lotse.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.events.CloudEvent;
import io.lotse.contracts.events.EventsContract;
import io.lotse.contracts.events.Publication;
import io.lotse.contracts.events.PublicationReceipt;
import io.lotse.contracts.events.PublishedEvent;
import io.lotse.contracts.events.RecentEvents;
import io.lotse.contracts.events.RecentEventsQuery;
import io.lotse.contracts.events.TopicState;
import io.lotse.contracts.events.Topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventApiTest {
    private static final String TOPIC = "/api/v1/events/orders.created";
    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final Instant NOON = ControlNode.NOON;

    private final AtomicInteger count = new AtomicInteger();
    private ControlNode node;
    private StandIn<Publication, PublicationReceipt> bridge;
    private StandIn<RecentEventsQuery, RecentEvents> memory;

    @BeforeAll
    void start() {
        node = new ControlNode();
        bridge = StandIn.serve(node.vertx, EventsContract.PUBLISH_EVENT, this::publish);
        memory = StandIn.serveFor(
                node.vertx, "run-1", EventsContract.RECENT_EVENTS, q -> new RecentEvents(List.of(), false));
        StandIn.serve(
                node.vertx,
                EventsContract.TOPICS,
                (Empty q) -> new Topics(List.of(new TopicState("orders.created", 3, NOON, 0.05))));
    }

    @BeforeEach
    void forget() {
        bridge.forget();
        bridge.answers(this::publish);
        memory.answers(query -> new RecentEvents(List.of(), false));
    }

    @AfterAll
    void stop() {
        node.close();
    }

    /** Tells what it is given, unchecked. */
    private PublicationReceipt publish(Publication publication) {
        publication.events().forEach(event -> tell(publication.topic(), "p" + count.incrementAndGet(), event));
        return new PublicationReceipt(
                publication.topic(),
                publication.events().stream().map(CloudEvent::id).toList());
    }

    private PublishedEvent tell(String topic, String position, CloudEvent event) {
        PublishedEvent published = new PublishedEvent(topic, position, NOON, event);
        EventsContract.remembered(topic).publish(node.vertx.eventBus(), published);
        return published;
    }

    private static CloudEvent event(String id, Object data) {
        return new CloudEvent(id, "/shop", "1.0", "order.created", null, null, null, null, data, null, Map.of());
    }

    private static JsonObject json(String id) {
        return JsonObject.of("specversion", "1.0", "id", id, "source", "/shop", "type", "order.created");
    }

    private CloudEvent published() {
        assertThat(bridge.last().events()).hasSize(1);
        return bridge.last().events().get(0);
    }

    private HttpResponse<String> postBinary(String body, String... headers) {
        List<String> all = new ArrayList<>(
                List.of("ce-specversion", "1.0", "ce-id", "a-1", "ce-source", "/shop", "ce-type", "order.created"));
        all.addAll(List.of(headers));
        return node.post(TOPIC, body, all.toArray(String[]::new));
    }

    @Test
    void takesAnEventInBinaryMode() {
        HttpResponse<String> response = postBinary(
                "{\"order\":7,\"note\":null}",
                "ce-time",
                "2026-03-01T12:00:00Z",
                "ce-subject",
                "Gr%C3%B6%C3%9Fe+1%20m",
                "CE-TraceParent",
                "\"00-\\\"ab\"");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(ControlNode.json(response))
                .isEqualTo(new JsonObject(
                        "{\"topic\":\"orders.created\",\"ids\":[\"a-1\"],\"delivery\":\"live\",\"offsets\":[]}"));
        CloudEvent event = published();
        assertThat(event.subject()).isEqualTo("Größe+1 m");
        assertThat(event.datacontenttype()).isEqualTo("application/json");
        assertThat(event.extensions()).isEqualTo(Map.of("traceparent", "00-\"ab"));
        assertThat(JsonObject.mapFrom(event.data())).isEqualTo(new JsonObject("{\"order\":7,\"note\":null}"));
    }

    @Test
    void takesTextAndBytesAsData() {
        postBinary("grüß dich", "Content-Type", "text/plain; charset=utf-8");
        assertThat(published().data()).isEqualTo("grüß dich");
        postBinary("\u0000\u0001", "Content-Type", "application/octet-stream");
        assertThat(published().data()).isNull();
        assertThat(published().dataBase64()).isEqualTo("AAE=");
    }

    @Test
    void takesAnEventInStructuredMode() {
        JsonObject event =
                json("a-1").put("data", JsonArray.of(1, 2)).put("attempt", 2).putNull("subject");

        assertThat(node.post(TOPIC, event.encode(), "Content-Type", STRUCTURED + "; charset=utf-8")
                        .statusCode())
                .isEqualTo(202);
        assertThat(published().data()).isEqualTo(List.of(1, 2));
        assertThat(published().subject()).isNull();
        assertThat(published().extensions()).isEqualTo(Map.of("attempt", 2));
    }

    @Test
    void takesABatchAsOnePublication() {
        HttpResponse<String> response =
                node.post(TOPIC, JsonArray.of(json("1"), json("2")).encode(), "Content-Type", BATCH);

        assertThat(ControlNode.json(response).getJsonArray("ids")).isEqualTo(JsonArray.of("1", "2"));
        assertThat(bridge.asked()).hasSize(1);
        assertThat(node.post(TOPIC, "[]", "Content-Type", BATCH).statusCode()).isEqualTo(202);
    }

    @Test
    void saysWhatIsMissingWhereABodyIsNoEvent() {
        JsonObject problem = ControlNode.json(node.post(TOPIC, "{\"order\":7}"));
        assertThat(problem.getInteger("status")).isEqualTo(400);
        assertThat(problem.getString("detail")).contains("ce-id, ce-source, ce-specversion, ce-type", STRUCTURED);
        assertThat(problem.getJsonArray("errors")).hasSize(4);

        problem = ControlNode.json(node.post(TOPIC, "{}", "ce-id", "1", "ce-source", "/", "ce-type", "t"));
        assertThat(problem.getString("detail")).contains("there is no ce-specversion.");
        assertThat(bridge.asked()).isEmpty();
    }

    @Test
    void refusesWhatCannotBeRead() {
        assertThat(node.post(TOPIC, "{", "Content-Type", STRUCTURED).body()).contains("malformed-json");
        assertThat(node.post(TOPIC, "", "Content-Type", STRUCTURED).body()).contains("malformed-json");
        assertThat(node.post(TOPIC, "[]", "Content-Type", STRUCTURED).statusCode())
                .isEqualTo(400);
        assertThat(node.post(TOPIC, "{}", "Content-Type", BATCH).statusCode()).isEqualTo(400);
        assertThat(node.post(TOPIC, "[{},{\"id\":5}]", "Content-Type", BATCH).body())
                .contains("[1].id");
        assertThat(node.post(TOPIC, "x", "Content-Type", "application/cloudevents+avro")
                        .statusCode())
                .isEqualTo(415);
        assertThat(node.post(TOPIC, "x", "Content-Type", STRUCTURED, "Content-Encoding", "gzip")
                        .statusCode())
                .isEqualTo(415);
        assertThat(postBinary("{}", "ce-subject", "50%").body()).contains("ce-subject");
        assertThat(postBinary("{").body()).contains("malformed-json");
        assertThat(bridge.asked()).isEmpty();
    }

    @Test
    void tellsTheBridgesRefusalInTermsOfTheRequest() {
        bridge.failsWith(new ContractException(
                ProblemCode.INVALID_REQUEST,
                "",
                List.of(
                        new FieldError("events[0].time", "is odd"),
                        new FieldError("events[0].extensions.half", "is odd"))));

        assertThat(ControlNode.json(postBinary("{}")).getString("detail")).isEqualTo("ce-time is odd; ce-half is odd");
        assertThat(ControlNode.json(node.post(TOPIC, json("1").encode(), "Content-Type", STRUCTURED))
                        .getString("detail"))
                .isEqualTo("time is odd; half is odd");
        assertThat(ControlNode.json(node.post(TOPIC, "[]", "Content-Type", BATCH))
                        .getString("detail"))
                .isEqualTo("[0].time is odd; [0].half is odd");
    }

    @Test
    void refusesNamesThatAreNoTopic() {
        for (String topic : List.of("Orders", "a%20b", "a%2Fb", "%00", "a%0Ab", "..%2Fx", "a".repeat(201), "%C3%B6")) {
            for (String method : List.of("GET", "POST")) {
                String body = method.equals("GET") ? null : json("1").encode();
                assertThat(node.send(method, "/api/v1/events/" + topic, body, "Content-Type", STRUCTURED)
                                .statusCode())
                        .as(method + " " + topic)
                        .isIn(400, 404);
            }
        }
        assertThat(bridge.asked()).isEmpty();
    }

    @Test
    void refusesTenMegabytesBeforeTheyAreRead() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.setSoTimeout(10_000);
            String head = "POST " + TOPIC + " HTTP/1.1\r\nHost: a\r\nContent-Type: " + STRUCTURED
                    + "\r\nContent-Length: 10000000\r\n\r\n{";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            assertThat(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                            .readLine())
                    .contains("413");
        }
    }

    @Test
    void listsTopics() {
        assertThat(ControlNode.json(node.get("/api/v1/events"))
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getString("topic"))
                .isEqualTo("orders.created");
    }

    @Test
    void tellsEachClientTheEventsOfItsTopic() throws IOException {
        try (Client one = new Client("orders.created", null);
                Client other = new Client("orders.created", null);
                Client elsewhere = new Client("orders.gone", null)) {
            postBinary("{\"order\":7}", "ce-attempt", "2");
            tell("orders.gone", "g", event("g-1", "x"));

            for (Client client : List.of(one, other)) {
                Map<String, String> event = client.next();
                assertThat(event).containsEntry("event", "order.created").containsKey("id");
                assertThat(new JsonObject(event.get("data")))
                        .isEqualTo(json("a-1")
                                .put("datacontenttype", "application/json")
                                .put("data", JsonObject.of("order", 7))
                                .put("attempt", "2"));
            }
            assertThat(elsewhere.next()).containsEntry("id", "g");
        }
    }

    @Test
    void tellsWhatWasMissedOnceAndThenWhatComes() throws IOException {
        memory.answers(query -> {
            assertThat(query).isEqualTo(new RecentEventsQuery("missed", "m0", null));
            List<PublishedEvent> missed = List.of(
                    new PublishedEvent("missed", "m1", NOON, event("1", null)),
                    // comes from the bus too, while the answer is under way
                    tell("missed", "m2", event("2", null)));
            tell("missed", "m3", event("3", null));
            return new RecentEvents(missed, false);
        });
        try (Client client = new Client("missed", "m0")) {
            tell("missed", "m4", event("4", null));
            for (String position : List.of("m1", "m2", "m3", "m4")) {
                assertThat(client.next()).containsEntry("id", position);
            }
        }
    }

    @Test
    void saysThatItNoLongerKnowsTheLastEvent() throws IOException {
        memory.answers(query -> new RecentEvents(List.of(), true));
        try (Client client = new Client("gap", "nonsense")) {
            assertThat(client.next()).containsEntry("event", "lotse.gap");
        }
    }

    @Test
    void lineBreaksOfAStrangerMakeNoEventOfTheirOwn() throws IOException {
        try (Client client = new Client("strange", null)) {
            CloudEvent strange =
                    new CloudEvent("1", "/s", "1.0", "a\n\nevent: b", null, null, null, null, "x\n\ny", null, Map.of());
            tell("strange", "p\r\ndata: x", strange);
            assertThat(client.next())
                    .containsEntry("id", "pdata: x")
                    .containsEntry("event", "aevent: b")
                    .hasSize(3);
        }
    }

    @Test
    void dropsAClientThatDoesNotReadAndTellsItWhenItDoes() throws IOException {
        String data = "x".repeat(100_000);
        try (Client slow = new Client("slow", null);
                Client quick = new Client("slow", null)) {
            for (int i = 0; i < 200; i++) {
                tell("slow", "s" + i, event("" + i, data));
                assertThat(quick.next()).containsEntry("id", "s" + i);
            }
            List<String> heard = new ArrayList<>();
            for (Map<String, String> event = slow.next(); event != null; event = slow.next()) {
                heard.add(event.get("event"));
            }
            assertThat(heard).hasSizeLessThan(200).endsWith("lotse.dropped");
        }
    }

    @Test
    void stopsHearingATopicWithItsLastClientAlsoWhenItNeverReads() throws IOException {
        Buffer data = Buffer.buffer("x".repeat(100_000));
        try (Client deaf = new Client("deaf", null)) {
            for (int i = 0; i < 200; i++) {
                tell("deaf", "d" + i, event("" + i, data.toString()));
            }
            await().until(() -> !isHeard("deaf"));
            // the connection goes too
            assertThatThrownBy(() -> {
                        while (true) {
                            deaf.socket.getOutputStream().write(data.getBytes());
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        try (Client client = new Client("deaf", null)) {
            tell("deaf", "again", event("1", null));
            assertThat(client.next()).containsEntry("id", "again");
        }
        await().until(() -> !isHeard("deaf"));
    }

    private boolean isHeard(String topic) {
        return node.vertx
                .eventBus()
                .request(
                        EventsContract.remembered(topic).address(),
                        new JsonObject(),
                        new DeliveryOptions().setSendTimeout(100))
                .toCompletionStage()
                .handle((reply, failure) -> !String.valueOf(failure).contains("No handlers"))
                .toCompletableFuture()
                .join();
    }

    /** Reads a stream from a plain socket. */
    private final class Client implements AutoCloseable {
        private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port());
        private final BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

        Client(String topic, String lastEventId) throws IOException {
            socket.setSoTimeout(20_000);
            String header = lastEventId == null ? "" : "Last-Event-ID: " + lastEventId + "\r\n";
            // HTTP/1.0 keeps the chunks out of the stream
            String request = "GET /api/v1/events/" + topic + " HTTP/1.0\r\nHost: a\r\n" + header + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(in.readLine()).contains("200");
            String line = in.readLine();
            while (!line.startsWith("retry:")) {
                line = in.readLine();
            }
            in.readLine();
        }

        /** The next event by field; null at the end. */
        Map<String, String> next() throws IOException {
            Map<String, String> fields = new TreeMap<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isEmpty()) {
                    return fields;
                }
                fields.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2));
            }
            return null;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
