package io.lotse.gateway;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.Members;
import io.lotse.contracts.cluster.NodeInfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The same service in several environments. */
class GatewayEnvironmentsTest {
    private GatewayFixture gateway;

    @BeforeEach
    void start() {
        gateway = new GatewayFixture();
        instance("production", "p-1", GatewayFixture.HOST);
        instance("test", "t-1", GatewayFixture.HOST);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void instance(String environment, String id, String host) {
        int port = gateway.upstream(r -> r.response().end(environment + " " + r.uri()))
                .actualPort();
        gateway.mesh.registerIn(environment, id, "hello", host, port);
    }

    @Test
    void mixesNoInstancesOfAnotherEnvironmentIn() {
        assertThat(gateway.get("/api/hello").status()).isEqualTo(404);
        assertThat(gateway.get("/api/hello").text()).contains("unknown-service").contains("production, test");

        instance("development", "d-1", GatewayFixture.HOST);

        for (int i = 0; i < 6; i++) {
            assertThat(gateway.get("/api/hello/a").text()).isEqualTo("development /a");
        }
    }

    @Test
    void asksTheEnvironmentThatTheHeaderOrThePathNames() {
        assertThat(gateway.getIn("test", "/api/hello/a?b").text()).isEqualTo("test /a?b");
        assertThat(gateway.get("/api/hello@production/a?b").text()).isEqualTo("production /a?b");
        assertThat(gateway.getIn("test", "/api/hello@production").text())
                .as("a path counts more")
                .isEqualTo("production /");
    }

    @Test
    void saysWhatIsWrongWithAnEnvironment() {
        assertThat(gateway.getIn("nowhere", "/api/hello").text()).contains("unknown-environment");
        assertThat(gateway.get("/api/hello@nowhere").status()).isEqualTo(400);
        assertThat(gateway.getIn("development", "/api/hello").text()).contains("unknown-service");
    }

    @Test
    void forgetsAnEnvironmentWithItsLastInstance() {
        gateway.mesh.deregister("t-1");

        assertThat(gateway.getIn("test", "/api/hello").status()).isEqualTo(404);
        assertThat(gateway.get("/api/hello@test").status()).isEqualTo(404);
        assertThat(gateway.getIn("production", "/api/hello").status()).isEqualTo(200);
    }

    @Test
    void tellsTheNextGatewayWhichEnvironmentIsMeant() {
        int other = gateway.startGateway("beta", null);
        instance("test", "t-2", "beta");
        gateway.mesh.deregister("t-1");
        ClusterContract.MEMBERS_CHANGED.publish(
                gateway.vertx.eventBus(),
                new Members(List.of(new NodeInfo(
                        "beta",
                        "beta",
                        "beta",
                        List.of(),
                        "http://127.0.0.1:" + other,
                        null,
                        "",
                        1,
                        "1",
                        Instant.EPOCH))));

        await().untilAsserted(() ->
                assertThat(gateway.getIn("test", "/api/hello/a").text()).isEqualTo("test /a"));
        assertThat(gateway.get("/api/hello@test/a").text()).isEqualTo("test /a");
    }
}
