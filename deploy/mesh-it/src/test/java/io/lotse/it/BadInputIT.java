package io.lotse.it;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Whatever is wrong with a request is told, field by field, and changes nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
    private static final String MANAGEMENT = "/api/v1/ipmanager/";

    private Mesh mesh;
    private NodeProcess node;
    private List<JsonObject> before;

    @BeforeAll
    void startANodeWithTwoInstances(@TempDir Path home) {
        mesh = new Mesh(home);
        node = mesh.start("a");
        register(new JsonObject().put("service_name", "taken").put("service_id", "taken-1"));
        register(new JsonObject()
                .put("service_name", "needs")
                .put("service_id", "needs-1")
                .put("dependencies", new JsonArray().add("taken-1")));
        // the duties write their holders once, soon after the start
        await().during(2, SECONDS).atMost(60, SECONDS).until(new Unchanged());
        before = state();
    }

    @AfterAll
    void stop() {
        mesh.close();
    }

    /** A request and how it is to be refused; {@code field} is null where no field is to blame. */
    record Refused(String method, String path, String body, int status, String code, String field) {
        static Refused register(String body, String field) {
            return register(body, 400, "invalid-request", field);
        }

        static Refused register(String body, int status, String code, String field) {
            return new Refused("POST", MANAGEMENT + "register", body, status, code, field);
        }

        static Refused config(String body, String field) {
            return new Refused("PUT", MANAGEMENT + "config", body, 400, "invalid-request", field);
        }

        static Refused get(String path, int status, String code, String field) {
            return new Refused("GET", path, "", status, code, field);
        }

        @Override
        public String toString() {
            String shown = body.length() > 80 ? body.substring(0, 80) + "..." : body;
            return method + " " + path + " " + shown + " -> " + status + " " + code + " " + field;
        }
    }

    static Stream<Refused> badRegistrations() {
        return Stream.of(
                Refused.register("", "body"),
                Refused.register("[]", "body"),
                Refused.register("not json", 400, "malformed-json", null),
                Refused.register("{\"service_name\":\"x\"", 400, "malformed-json", null),
                Refused.register("{}", "service_name"),
                Refused.register("{'service_name':null}", "service_name"),
                Refused.register("{'service_name':7}", "service_name"),
                Refused.register("{'service_name':''}", "service_name"),
                Refused.register("{'service_name':'a/b'}", "service_name"),
                Refused.register("{'service_name':'..'}", "service_name"),
                Refused.register("{'service_name':'v1'}", "service_name"),
                Refused.register("{'service_name':'x','service_id':'a/b'}", "service_id"),
                Refused.register("{'service_name':'x','port':0}", "port"),
                Refused.register("{'service_name':'x','port':70000}", "port"),
                Refused.register("{'service_name':'x','port':-1}", "port"),
                Refused.register("{'service_name':'x','port':'8080'}", "port"),
                Refused.register("{'service_name':'x','port':80.5}", "port"),
                Refused.register("{'service_name':'x','port':99999999999999999999}", "port"),
                Refused.register("{'service_name':'x','preferred_port':0}", "preferred_port"),
                Refused.register("{'service_name':'x','preferred_port':70000}", "preferred_port"),
                Refused.register("{'service_name':'x','port_range':[9000,8000]}", "port_range"),
                Refused.register("{'service_name':'x','port_range':[8000]}", "port_range"),
                Refused.register("{'service_name':'x','port_range':'8000-9000'}", "port_range"),
                Refused.register("{'service_name':'x','port_range':[0,9000]}", "port_range[0]"),
                Refused.register("{'service_name':'x','port_range':[8000,70000]}", "port_range[1]"),
                Refused.register(
                        "{'service_name':'x','environment':'moon'}", 400, "unknown-environment", "environment"),
                Refused.register("{'service_name':'x','status':'asleep'}", "status"),
                Refused.register("{'service_name':'x','protocol':'sctp'}", "protocol"),
                Refused.register("{'service_name':'x','ip_address':'999.1.1.1'}", "ip_address"),
                Refused.register("{'service_name':'x','health_path':'health'}", "health_path"),
                Refused.register("{'service_name':'x','metadata':{'a':1}}", "metadata.a"),
                Refused.register("{'service_name':'x','dependencies':'taken-1'}", "dependencies"),
                Refused.register("{'service_name':'x','dependencies':[1]}", "dependencies[0]"),
                Refused.register(
                        "{'service_name':'x','dependencies':['nobody']}", 422, "unknown-dependency", "dependencies"),
                Refused.register(
                        "{'service_name':'x','service_id':'x-1','dependencies':['x-1']}",
                        422,
                        "dependency-cycle",
                        "dependencies"),
                Refused.register("{'service_name':'other','service_id':'taken-1'}", 409, "instance-exists", null),
                Refused.register(
                        "{'service_name':'x','restart_script':'" + "a".repeat(1_000_000) + "'}",
                        413,
                        "body-too-large",
                        null));
    }

    static Stream<Refused> otherBadRequests() {
        return Stream.of(
                new Refused("POST", MANAGEMENT + "deregister", "{}", 400, "invalid-request", "service_id"),
                new Refused(
                        "POST", MANAGEMENT + "deregister", "{'service_id':5}", 400, "invalid-request", "service_id"),
                new Refused("POST", MANAGEMENT + "deregister", "{'service_id':'no'}", 404, "unknown-instance", null),
                new Refused("POST", MANAGEMENT + "heartbeat/no", "", 404, "unknown-instance", null),
                new Refused("DELETE", MANAGEMENT + "services", "", 405, "method-not-allowed", null),
                Refused.get(MANAGEMENT + "services?limit=0", 400, "invalid-request", "limit"),
                Refused.get(MANAGEMENT + "services?status=asleep", 400, "invalid-request", "status"),
                Refused.get(MANAGEMENT + "services?environment=moon", 400, "unknown-environment", "environment"),
                Refused.get(MANAGEMENT + "endpoint/no", 404, "unknown-service", null),
                Refused.get(MANAGEMENT + "config?environment=moon", 400, "unknown-environment", "environment"),
                Refused.get(MANAGEMENT + "nothing", 404, "not-found", null),
                Refused.config("{'heartbeat_timeout':0}", "heartbeat_timeout"),
                Refused.config("{'heartbeat_timeout':'soon'}", "heartbeat_timeout"),
                Refused.config("{'default_port_range':[9000,8000]}", "default_port_range"),
                Refused.config("{'reserved_ports':[70000]}", "reserved_ports[0]"),
                Refused.config("{'service_type_ranges':{'web':[2,1]}}", "service_type_ranges.web"),
                Refused.config("{'conflict_resolution_strategy':'fight'}", "conflict_resolution_strategy"),
                Refused.config("{'service_ip_base':'x y'}", "service_ip_base"));
    }

    @ParameterizedTest
    @MethodSource({"badRegistrations", "otherBadRequests"})
    void isRefusedAtTheControlPortAndThroughTheGateway(Refused wrong) {
        for (String url : List.of(node.control(), node.gateway())) {
            HttpResponse<String> answer = Http.send(HttpRequest.newBuilder(URI.create(url + wrong.path()))
                    .header("Content-Type", "application/json")
                    .method(wrong.method(), BodyPublishers.ofString(wrong.body().replace('\'', '"'))));

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(wrong.status());
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            JsonObject problem = new JsonObject(answer.body());
            assertThat(problem.getInteger("status")).isEqualTo(wrong.status());
            assertThat(problem.getString("code")).isEqualTo(wrong.code());
            assertThat(problem.getString("detail")).isNotBlank().doesNotContain("Exception", "Jackson", "REDACTED");
            assertThat(blamed(problem)).isEqualTo(wrong.field() == null ? List.of() : List.of(wrong.field()));
        }
        assertThat(state()).isEqualTo(before);
    }

    private static List<String> blamed(JsonObject problem) {
        return problem.getJsonArray("errors", new JsonArray()).stream()
                .map(error -> ((JsonObject) error).getString("field"))
                .toList();
    }

    private void register(JsonObject instance) {
        assertThat(Http.post(node.control() + MANAGEMENT + "register", instance).statusCode())
                .isEqualTo(201);
    }

    /** All that a request could have changed. */
    private List<JsonObject> state() {
        return List.of(
                new JsonObject().put("revision", revision()),
                Http.json(node.control() + MANAGEMENT + "services?limit=1000"),
                Http.json(node.control() + MANAGEMENT + "config"));
    }

    private long revision() {
        return Http.json(node.control() + "/api/v1/cluster")
                .getJsonObject("ledger")
                .getLong("revision");
    }

    private final class Unchanged implements java.util.concurrent.Callable<Boolean> {
        private long last = -1;

        @Override
        public Boolean call() {
            long now = revision();
            boolean same = now == last;
            last = now;
            return same;
        }
    }
}
