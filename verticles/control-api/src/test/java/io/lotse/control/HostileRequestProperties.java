package io.lotse.control;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.vertx.core.json.JsonObject;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.events.CloudEvent;
import io.lotse.contracts.events.EventsContract;
import io.lotse.contracts.events.PublicationReceipt;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceChange;
import io.lotse.contracts.registry.Registration;
import io.lotse.contracts.registry.RegistryContract;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is sent to any operation of the API, it is answered soon, in JSON, and what is refused is a problem that
 * says why in words and shows nothing of the inside.
 */
class HostileRequestProperties {
    /** For a machine that does much else; an answer takes a millisecond. */
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final List<String> STREAMS = List.of("hear_events", "changes");

    private static ControlNode node;
    private static HttpClient client;

    /** A request of some operation. */
    record Sent(String method, String path, Map<String, String> headers, byte[] body) {
        @Override
        public String toString() {
            String text = body == null ? "" : new String(body, StandardCharsets.UTF_8);
            return method + " " + path + " " + headers + " "
                    + (text.length() > 300 ? text.substring(0, 300) + "... (" + body.length + " bytes)" : text);
        }
    }

    @BeforeContainer
    static void start() {
        node = new ControlNode();
        node.put("orders-1", "orders", 8080);
        client = HttpClient.newHttpClient();
        StandIn.serve(node.vertx, RegistryContract.REGISTER, HostileRequestProperties::registered);
        StandIn.serve(node.vertx, RegistryContract.DEREGISTER, HostileRequestProperties::deregistered);
        StandIn.serve(
                node.vertx,
                EventsContract.PUBLISH_EVENT,
                published -> new PublicationReceipt(
                        published.topic(),
                        published.events().stream().map(CloudEvent::id).toList()));
    }

    @AfterContainer
    static void stop() {
        node.close();
    }

    @Property
    void everyRequestIsAnsweredOrRefusedWithWords(@ForAll("requests") Sent sent) throws Exception {
        HttpResponse<String> answer = send(sent);

        String type = answer.headers().firstValue("Content-Type").orElse("");
        if (answer.statusCode() >= 400) {
            assertThat(type).isEqualTo("application/problem+json");
            JsonObject problem = new JsonObject(answer.body());
            assertThat(problem.getString("code")).as(answer.body()).isNotEqualTo(ProblemCode.INTERNAL.code());
            assertThat(problem.getString("detail")).isNotBlank();
            assertThat(answer.body()).doesNotContain("Exception", "\\tat ", "io.lotse", "com.fasterxml", "java.");
        } else if (type.equals("application/json")) {
            assertThat(answer.body()).matches("(?s)\\s*[{\\[].*");
        }
    }

    private static HttpResponse<String> send(Sent sent) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + sent.path))
                .timeout(SOON)
                .method(
                        sent.method,
                        sent.body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(sent.body));
        sent.headers.forEach(request::header);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Says back what it was told. */
    private static Instance registered(Registration r) {
        JsonObject instance = ContractCodec.encode(known()).mergeIn(ContractCodec.encode(r));
        return ContractCodec.decode(instance, Instance.class);
    }

    private static Instance known() {
        return node.view().snapshot().instance("orders-1").orElseThrow();
    }

    private static InstanceChange deregistered(Deregistration d) {
        return new InstanceChange(known(), "deregistered " + d.serviceId(), ControlNode.NOON);
    }

    @Provide
    Arbitrary<Sent> requests() {
        List<ApiOperation> operations = OpenApiDocument.ofThisRelease().operations().stream()
                .filter(o -> !STREAMS.contains(o.id()))
                .toList();
        List<ApiOperation> writes = operations.stream()
                .filter(o -> o.bodySchema() != null || o.rawBody())
                .toList();
        return Arbitraries.oneOf(Arbitraries.of(writes), Arbitraries.of(operations))
                .flatMap(HostileRequestProperties::requestOf);
    }

    private static Arbitrary<Sent> requestOf(ApiOperation operation) {
        Arbitrary<String> path = path(operation);
        Arbitrary<Map<String, String>> headers = headers(operation);
        Arbitrary<byte[]> body = operation.bodySchema() != null
                ? bodies(operation)
                : operation.rawBody() ? events().injectNull(0.05) : Arbitraries.just(null);
        return Combinators.combine(path, headers, body)
                .as((p, h, b) -> new Sent(operation.method().name(), p, h, b));
    }

    private static Arbitrary<String> path(ApiOperation operation) {
        Arbitrary<String> path = Arbitraries.just(operation.path());
        List<Arbitrary<String>> query = new ArrayList<>();
        for (ApiParameter parameter : operation.parameters()) {
            Arbitrary<String> value = texts().map(
                            t -> URLEncoder.encode(t, StandardCharsets.UTF_8).replace("+", "%20"));
            if (parameter.place() == ApiParameter.Place.PATH) {
                path = Combinators.combine(path, value)
                        .as((p, v) -> p.replace("{" + parameter.name() + "}", v.isEmpty() ? "a" : v));
            } else if (parameter.place() == ApiParameter.Place.QUERY) {
                query.add(value.map(v -> parameter.name() + "=" + v).injectNull(0.5));
            }
        }
        return Combinators.combine(path, Combinators.combine(query).as(q -> q))
                .as((p, q) -> p + q.stream().filter(v -> v != null).collect(Collectors.joining("&", "?", "")));
    }

    private static Arbitrary<Map<String, String>> headers(ApiOperation operation) {
        Arbitrary<String> value =
                Arbitraries.of("", "a", "key-1", "x".repeat(300), "\t", "*", "\"1\"", "é", "-1", "1e9");
        Arbitrary<Map<String, String>> some = Arbitraries.maps(
                        Arbitraries.of("Idempotency-Key", "If-Match", "If-None-Match", "Last-Event-ID", "Accept"),
                        value)
                .ofMaxSize(2);
        Arbitrary<String> type = operation.bodySchema() != null
                ? Arbitraries.of("application/json", "application/json", "application/json; charset=x", "text/plain")
                : Arbitraries.of(
                        "application/json",
                        "text/plain",
                        "application/cloudevents+json",
                        "application/cloudevents-batch+json",
                        "application/cloudevents+avro",
                        "");
        return Combinators.combine(some, type, Arbitraries.of(true, false)).as((h, t, event) -> {
            Map<String, String> all = new TreeMap<>(h);
            if (operation.bodySchema() != null || operation.rawBody()) {
                all.put("Content-Type", t);
            }
            if (operation.rawBody() && event) {
                all.putAll(Map.of("ce-id", "1", "ce-source", "/a%ff", "ce-type", "a", "ce-specversion", "1.0"));
            }
            return all;
        });
    }

    private static Arbitrary<byte[]> bodies(ApiOperation operation) {
        JsonObject properties = operation.bodySchema().getJsonObject("properties", new JsonObject());
        List<String> names = new ArrayList<>(properties.fieldNames());
        names.add("of_a_later_release");
        Arbitrary<String> field =
                Combinators.combine(Arbitraries.of(names), values()).as((n, v) -> "\"" + n + "\":" + v);
        Arbitrary<String> whole = field.list()
                .ofMaxSize(5)
                .map(fields -> "{\"service_name\":\"orders\",\"service_id\":\"orders-1\""
                        + (fields.isEmpty() ? "" : ",")
                        + String.join(",", fields) + "}");
        return bytes(whole);
    }

    private static Arbitrary<byte[]> events() {
        Arbitrary<String> field = Combinators.combine(
                        Arbitraries.of(
                                "id", "source", "type", "data", "data_base64", "time", "subject", "ext", "B-A-D"),
                        values())
                .as((n, v) -> "\"" + n + "\":" + v);
        Arbitrary<String> event = field.list()
                .ofMaxSize(4)
                .map(fields -> "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/a\",\"type\":\"a\""
                        + fields.stream().map(f -> "," + f).collect(Collectors.joining()) + "}");
        return bytes(Arbitraries.oneOf(event, event.list().ofMaxSize(3).map(Object::toString), values()));
    }

    /** As they are, cut off somewhere, or with a byte that is none of UTF-8. */
    private static Arbitrary<byte[]> bytes(Arbitrary<String> texts) {
        return Combinators.combine(
                        texts,
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(0, 99))
                .as((text, damage, at) -> {
                    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                    int place = bytes.length * at / 100;
                    if (damage == 0) {
                        return text.substring(0, text.length() * at / 100).getBytes(StandardCharsets.UTF_8);
                    }
                    if (damage == 1 && bytes.length > 0) {
                        bytes[place] = (byte) 0xFF;
                    }
                    return bytes;
                });
    }

    private static Arbitrary<String> values() {
        return Arbitraries.of(
                "null",
                "true",
                "0",
                "-1",
                "80",
                "8080.0",
                "1e400",
                "-1e-400",
                "9".repeat(900),
                "9".repeat(2_000),
                "1" + "0".repeat(30),
                "NaN",
                "Infinity",
                "\"\"",
                "\"a\"",
                "\"orders\"",
                "\"v1\"",
                "\"development\"",
                "\"\\ud800\"",
                "\"a\\udc00b\"",
                "\"\\u0000\"",
                "\"\\ud83d\\udea2\"",
                "\"" + "x".repeat(5_000) + "\"",
                "[]",
                "[null]",
                "[1,65535]",
                "[1.5,2]",
                "[65535,1]",
                "[\"a\",\"a\"]",
                "[[[[]]]]",
                "{}",
                "{\"a\":null}",
                "{\"a\":\"b\",\"a\":\"c\"}",
                "{\"a\":\"\\ud800\"}",
                "{\"\\ud800\":\"a\"}",
                "{\"a\":{\"b\":[1]}}",
                "[".repeat(990) + "]".repeat(990),
                "[".repeat(996) + "]".repeat(996),
                "{\"a\":".repeat(995) + "1" + "}".repeat(995));
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "",
                        "a",
                        "orders",
                        "orders-1",
                        "development",
                        "10",
                        "0",
                        "-1",
                        "99999999999999999999",
                        "1e3",
                        "tcp",
                        "../../etc",
                        "a/b",
                        "%",
                        "\u0000",
                        "ü",
                        "\uD83D\uDEA2",
                        "x".repeat(3_000),
                        "active"),
                Arbitraries.strings().ofMaxLength(12));
    }
}
