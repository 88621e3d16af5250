package io.lotse.control;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.Registration;
import io.lotse.contracts.registry.RegistryContract;

import static io.lotse.control.ControlNode.header;
import static io.lotse.control.ControlNode.json;
import static org.assertj.core.api.Assertions.assertThat;

/** Every mistake is named, with its field and how to mend it, and nothing is passed on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalTest {
    private static final String REGISTER = "/api/v1/ipmanager/register";

    private ControlNode node;
    private StandIn<Registration, Instance> register;

    @BeforeAll
    void start() {
        node = new ControlNode();
        register = StandIn.serve(node.vertx, RegistryContract.REGISTER, r -> {
            throw new AssertionError("passed on: " + r);
        });
    }

    @AfterEach
    void nothingWasPassedOn() {
        assertThat(register.asked()).isEmpty();
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            {}                                                        | service_name    | is missing: give 1 to 63 of a-z, 0-9, '.', '_' and '-', beginning with a letter or a digit
            {"service_name":null}                                     | service_name    | is missing: give 1 to 63 of a-z, 0-9, '.', '_' and '-', beginning with a letter or a digit
            {"service_name":7}                                        | service_name    | is 7: give 1 to 63 of a-z, 0-9, '.', '_' and '-', beginning with a letter or a digit
            {"service_name":"a/b"}                                    | service_name    | is "a/b": give 1 to 63 of a-z, 0-9, '.', '_' and '-', beginning with a letter or a digit
            {"service_name":"a","service_id":"x y"}                   | service_id      | is "x y": give 1 to 128 letters, digits, '.', '_', ':' and '-', beginning with a letter or a digit
            {"service_name":"a","port":0}                             | port            | is 0: give a whole number from 1 to 65535
            {"service_name":"a","port":70000}                         | port            | is 70000: give a whole number from 1 to 65535
            {"service_name":"a","port":"8080"}                        | port            | is "8080": give a whole number from 1 to 65535
            {"service_name":"a","port":80.5}                          | port            | is 80.5: give a whole number from 1 to 65535
            {"service_name":"a","port":true}                          | port            | is true: give a whole number from 1 to 65535
            {"service_name":"a","preferred_port":1e400}               | preferred_port  | is "Infinity": give a whole number from 1 to 65535
            {"service_name":"a","port_range":[9000,8000]}             | port_range      | is upside down, the list [9000,8000] of 2 items: give two ports from 1 to 65535, the lower first, such as [8000, 9000]
            {"service_name":"a","port_range":[1,2,3]}                 | port_range      | is the list [1,2,3] of 3 items: give two ports from 1 to 65535, the lower first, such as [8000, 9000]
            {"service_name":"a","port_range":"8000-9000"}             | port_range      | is "8000-9000": give two ports from 1 to 65535, the lower first, such as [8000, 9000]
            {"service_name":"a","port_range":[0,null]}                | port_range[0]   | is 0: give a whole number from 1 to 65535
            {"service_name":"a","port_range":[0,null]}                | port_range[1]   | is null: give a whole number from 1 to 65535
            {"service_name":"a","dependencies":[1]}                   | dependencies[0] | is 1: give a text of 1 to 128 characters
            {"service_name":"a","dependencies":"db"}                  | dependencies    | is "db": give a list of 0 to 100 items, none twice, each a text of 1 to 128 characters
            {"service_name":"a","dependencies":["b","b"]}             | dependencies    | is the list ["b","b"] of 2 items: give a list of 0 to 100 items, none twice, each a text of 1 to 128 characters
            {"service_name":"a","health_path":"health"}               | health_path     | is "health": give a path that begins with /, such as /health
            {"service_name":"a","protocol":"sctp"}                    | protocol        | is "sctp": give one of tcp, udp
            {"service_name":"a","metadata":{"a":{"b":1}}}             | metadata.a      | is the object {"b":1}: give a text of 0 to 1024 characters
            {"service_name":"a","metadata":[]}                        | metadata        | is the list [] of 0 items: give an object
            {"service_name":"a","metadata":{"a":"\\ud800"}}            | metadata.a      | has half of a surrogate pair: give whole Unicode characters
            {"service_name":"\\ud800"}                                | service_name    | has half of a surrogate pair: give whole Unicode characters
            ["service_name"]                                          | body            | is the list ["service_name"] of 1 item: give a JSON object
            """)
    void namesTheFieldAndTheFix(String body, String field, String message) {
        HttpResponse<String> answer = node.post(REGISTER, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).getString("code")).isEqualTo("invalid-request");
        assertThat(errors(answer)).containsEntry(field, message);
    }

    @Test
    void namesAllMistakesAtOnce() {
        HttpResponse<String> answer = node.post(
                REGISTER, "{\"port\":0,\"environment\":\"Mars\",\"port_range\":[2,1]}", "Idempotency-Key", "a b");

        assertThat(errors(answer))
                .containsOnlyKeys("Idempotency-Key", "service_name", "port", "environment", "port_range");
        assertThat(json(answer).getString("detail"))
                .contains("port is 0: give a whole number from 1 to 65535")
                .contains("environment is \"Mars\": give the name of an environment, such as development");
    }

    @Test
    void knowsAnUnknownEnvironmentByItsOwnCode() {
        HttpResponse<String> inBody = node.post(REGISTER, "{\"service_name\":\"a\",\"environment\":\"Mars\"}");
        HttpResponse<String> inQuery = node.get("/api/v1/ipmanager/config?environment=mars");

        assertThat(inBody.statusCode()).isEqualTo(400);
        assertThat(json(inBody).getString("code")).isEqualTo("unknown-environment");
        assertThat(errors(inBody)).containsKey("environment");
        assertThat(json(inQuery).getString("code")).isEqualTo("unknown-environment");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            /api/v1/ipmanager/services?limit=0       | limit    | is 0: give a whole number from 1 to 1000
            /api/v1/ipmanager/services?limit=1001    | limit    | is 1001: give a whole number from 1 to 1000
            /api/v1/ipmanager/services?limit=ten     | limit    | is "ten": give a whole number from 1 to 1000
            /api/v1/ipmanager/services?status=foo    | status   | is "foo": give one of active, inactive, restarting
            /api/v1/ports?limit=-1                   | limit    | is -1: give a whole number from 1 to 1000
            /api/v1/ports/70000                      | port     | is 70000: give a whole number from 1 to 65535
            /api/v1/ports/http                       | port     | is "http": give a whole number from 1 to 65535
            /api/v1/ports/80?protocol=sctp           | protocol | is "sctp": give one of tcp, udp
            """)
    void namesTheParameterAndTheFix(String path, String parameter, String message) {
        HttpResponse<String> answer = node.get(path);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(errors(answer)).containsExactly(Map.entry(parameter, message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            {"service_name":      | 400 | malformed-json
            {"a":1}}              | 400 | malformed-json
            hello                 | 400 | malformed-json
            """)
    void refusesWhatIsNotJson(String body, int status, String code) {
        HttpResponse<String> answer = node.post(REGISTER, body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer).getString("code")).isEqualTo(code);
        assertThat(json(answer).getString("detail"))
                .startsWith("the body is not JSON: ")
                .doesNotContain("\n", "REDACTED", "StreamRead");
    }

    @Test
    void refusesJsonThatIsNestedWithoutEnd() {
        HttpResponse<String> answer = node.post(REGISTER, "{\"a\":" + "[".repeat(100_000));

        assertThat(json(answer).getString("code")).isEqualTo("malformed-json");
        assertThat(json(answer).getString("detail")).doesNotContain("StreamRead");
    }

    @Test
    void refusesOtherMediaTypes() {
        HttpResponse<String> form = node.post(REGISTER, "a=b", "Content-Type", "application/x-www-form-urlencoded");
        HttpResponse<String> zipped =
                node.post(REGISTER, "{}", "Content-Type", "application/json", "Content-Encoding", "gzip");

        assertThat(form.statusCode()).isEqualTo(415);
        assertThat(json(form).getString("code")).isEqualTo("unsupported-media-type");
        assertThat(zipped.statusCode()).isEqualTo(415);
    }

    @Test
    void refusesALargeBodyAndGoesOn() {
        String large = "{\"service_name\":\"" + "a".repeat(1024 * 1024) + "\"}";

        for (int i = 0; i < 3; i++) {
            HttpResponse<String> answer = node.post(REGISTER, large);
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(json(answer).getString("code")).isEqualTo("body-too-large");
        }
        assertThat(node.get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesALargeBodyThatDoesNotSayItsLength() throws IOException {
        String chunk = "2000\r\n" + " ".repeat(0x2000) + "\r\n";
        String answer = raw("POST " + REGISTER + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(40) + "0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413").contains("body-too-large");
    }

    @Test
    void tellsAnUnknownPathFromAMethodThatIsNotServed() {
        HttpResponse<String> path = node.get("/api/v1/ipmanager/nothing");
        HttpResponse<String> method = node.send("DELETE", "/api/v1/ipmanager/config", null);

        assertThat(path.statusCode()).isEqualTo(404);
        assertThat(json(path).getString("code")).isEqualTo("not-found");
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(json(method).getString("code")).isEqualTo("method-not-allowed");
        assertThat(header(method, "Allow")).isEqualTo("GET, HEAD, PUT");
        assertThat(node.get(REGISTER).statusCode()).isEqualTo(405);
        assertThat(node.post("/api/v1/ipmanager/endpoint/a", "{}").statusCode()).isEqualTo(405);
    }

    @Test
    void refusesHeadersThatAreTooLargeAndWhatIsNotHttp() throws IOException {
        assertThat(raw("GET /health HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                .contains(" 431 ", "headers-too-large");
        assertThat(raw("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                .contains(" 431 ", "headers-too-large");
        assertThat(raw("what is this\r\n\r\n")).contains(" 400 ", "invalid-request");
    }

    @Test
    void refusesAPathThatCannotBeDecoded() throws IOException {
        assertThat(raw("GET /api/v1/ipmanager/endpoint/%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json");
    }

    private static Map<String, String> errors(HttpResponse<String> answer) {
        Map<String, String> errors = new LinkedHashMap<>();
        for (Object error : json(answer).getJsonArray("errors", new JsonArray())) {
            errors.put(((JsonObject) error).getString("field"), ((JsonObject) error).getString("message"));
        }
        return errors;
    }

    /** What comes back until the node hangs up. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
