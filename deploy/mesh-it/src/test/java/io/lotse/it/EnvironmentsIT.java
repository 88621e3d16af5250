package io.lotse.it;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.vertx.core.Vertx;
import io.vertx.core.dns.DnsClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import static io.lotse.it.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

/** Two environments of one mesh, with the same service in each: they do not meet, and leave nothing behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@GivesPorts
class EnvironmentsIT {
    private final Vertx vertx = Vertx.vertx();
    private Mesh mesh;
    private Lotse lotse;
    private NodeProcess a;
    private NodeProcess b;

    @BeforeAll
    void startTwoNodes(@TempDir Path home) {
        mesh = new Mesh(home);
        lotse = mesh.lotse();
        a = mesh.start("a");
        b = mesh.join(a, "b");
    }

    @AfterAll
    void stop() {
        mesh.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    @Order(1)
    void twoEnvironmentsHaveSlotsOfTheirOwn() {
        assertThat(create(a, "pr-41")).isEqualTo("pr-41 18000-18049");
        assertThat(create(b, "pr-42")).isEqualTo("pr-42 18050-18099");
        assertThat(lotse.run("env", "list", "--control", b.control())
                        .succeeded()
                        .out())
                .containsPattern("pr-41 +test +18000-18049 +0 +0")
                .containsPattern("pr-42 +test +18050-18099 +0 +0");
    }

    @Test
    @Order(2)
    void theSameServiceInEachIsNeverMixedWithTheOther() throws Exception {
        mesh.run(a, "orders", "--environment", "pr-41", "--id", "o-41");
        mesh.run(a, "orders", "--environment", "pr-42", "--id", "o-42");
        soon(() -> {
            assertThat(ids("pr-41")).containsExactly("o-41");
            assertThat(ids("pr-42")).containsExactly("o-42");
        });
        int port41 = port("o-41");
        int port42 = port("o-42");
        assertThat(port41).isBetween(18_000, 18_049);
        assertThat(port42).isBetween(18_050, 18_099);

        assertThat(Http.status(b.gateway() + "/api/orders/"))
                .as("not in development")
                .isEqualTo(404);
        soon(() -> assertThat(Http.status(b.gateway() + "/api/orders@pr-42/")).isEqualTo(200));
        for (NodeProcess node : new NodeProcess[] {a, b}) {
            for (int i = 0; i < 4; i++) {
                assertThat(endpoint(node, "pr-41")).isEqualTo(port41);
                assertThat(endpoint(node, "pr-42")).isEqualTo(port42);
            }
            assertThat(Http.status(node.gateway() + "/api/orders@pr-41/")).isEqualTo(200);
        }
        DnsClient dns = vertx.createDnsClient(b.dnsPort(), "127.0.0.1");
        assertThat(dns.resolveSRV("orders.service.pr-42.env.lotse")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get())
                .singleElement()
                .satisfies(route -> assertThat(route.port()).isEqualTo(port42));
    }

    @Test
    @Order(3)
    void aPortInUseIsNotTakenByAChangeOfConfiguration() {
        Lotse.Result refused = lotse.run(
                "config", "set", "--control", a.control(), "--environment", "pr-41", "reserved_ports=" + port("o-41"));

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("ports-in-use").contains("o-41");
        assertThat(lotse.run(
                                "config",
                                "set",
                                "--control",
                                a.control(),
                                "--environment",
                                "pr-41",
                                "--dry-run",
                                "heartbeat_timeout=5")
                        .succeeded()
                        .out())
                .startsWith("heartbeat_timeout: 30 -> 5");
    }

    @Test
    @Order(4)
    void anEnvironmentIsRemovedWithoutATrace() {
        Lotse.Result refused = lotse.run("env", "remove", "--control", b.control(), "pr-41");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("environment-in-use").contains("o-41");

        assertThat(lotse.run("env", "remove", "--control", b.control(), "pr-41", "--yes")
                        .succeeded()
                        .out())
                .contains("pr-41 is removed, with 1 instance");

        soon(() -> {
            assertThat(Http.status(a.control() + "/api/v1/environments/pr-41")).isEqualTo(404);
            assertThat(Http.status(a.gateway() + "/api/orders@pr-41/")).isEqualTo(400);
            assertThat(Http.json(a.control() + "/api/v1/ports").getJsonArray("items").stream()
                            .map(item -> ((JsonObject) item).getInteger("port")))
                    .noneMatch(port -> port >= 18_000 && port <= 18_049);
        });
        assertThat(ids("pr-42")).containsExactly("o-42");
        assertThat(Http.status(b.gateway() + "/api/orders@pr-42/")).isEqualTo(200);
    }

    @Test
    @Order(5)
    void productionIsRefusedWithAllThatIsDoubtful() {
        Lotse.Result refused = lotse.run(
                Map.of(),
                "start",
                "--mode",
                "production",
                "--data",
                "/tmp/lotse-production-it",
                "--gateway-port",
                a.gateway().substring(a.gateway().lastIndexOf(':') + 1));

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .contains("loopback-address: ")
                .contains("default-name: ")
                .contains("temporary-data: ")
                .contains("single-voter: ")
                .contains("port-taken: gateway port")
                .contains("--accept-doubts loopback-address,")
                .doesNotContain("Exception");
        assertThat(Path.of("/tmp/lotse-production-it")).doesNotExist();
    }

    private String create(NodeProcess node, String name) {
        return lotse.run("env", "create", "--control", node.control(), name)
                .succeeded()
                .out()
                .strip();
    }

    private Set<String> ids(String environment) {
        JsonArray items = Http.json(b.control() + "/api/v1/ipmanager/services?environment=" + environment)
                .getJsonArray("items");
        Set<String> ids = new TreeSet<>();
        items.forEach(item -> ids.add(((JsonObject) item).getString("service_id")));
        return ids;
    }

    private int port(String id) {
        return Http.json(a.control() + "/api/v1/ipmanager/endpoint/" + id).getInteger("port");
    }

    private int endpoint(NodeProcess node, String environment) {
        return Http.json(node.control() + "/api/v1/ipmanager/endpoint/orders?environment=" + environment)
                .getInteger("port");
    }
}
