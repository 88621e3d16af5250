package io.lotse.control;

import java.util.List;
import java.util.stream.Collectors;

import io.vertx.core.Future;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.lotse.contracts.host.ForeignListener;
import io.lotse.contracts.host.ForeignListeners;
import io.lotse.contracts.host.HostContract;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.host.HostSockets;
import io.lotse.contracts.host.Listener;
import io.lotse.contracts.host.PortFacts;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.Protocol;

import static io.lotse.control.ControlNode.HOST;
import static io.lotse.control.ControlNode.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is wrong with a host's ports, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortDiagnosisTest {
    private static final Listener RIGHTFUL = listener(8301, "shopd");
    private static final ForeignListener FOREIGN =
            new ForeignListener(listener(20_007, "squatter"), "development", null);
    private static final PortRange EPHEMERAL = new PortRange(31_000, 60_999);

    private ControlNode node;

    private static Listener listener(int port, String command) {
        return new Listener("127.0.0.1", Protocol.TCP, port, 4711L, command, null, null);
    }

    @BeforeAll
    void start() {
        node = new ControlNode();
        node.put("listens", "shop", 8301);
        node.put("mute", "shop", 8302);
        ready(HostContract.SOCKETS.serveFor(
                node.vertx.eventBus(), HOST, q -> Future.succeededFuture(new HostSockets(List.of(RIGHTFUL), 1))));
        ready(HostContract.FACTS.serveFor(
                node.vertx.eventBus(),
                HOST,
                q -> Future.succeededFuture(new HostFacts(HOST, List.of(), EPHEMERAL, "Linux"))));
        ready(HostContract.FOREIGN.serveFor(node.vertx.eventBus(), HOST, q -> Future.succeededFuture(foreign())));
        ready(HostContract.PORT.serveFor(
                node.vertx.eventBus(),
                HOST,
                q -> Future.succeededFuture(new PortFacts(List.of(), 0, EPHEMERAL, false, false, null))));
    }

    @AfterAll
    void stop() {
        node.close();
    }

    private static ForeignListeners foreign() {
        return new ForeignListeners(HOST, List.of(FOREIGN), 1);
    }

    private static void ready(MessageConsumer<?> consumer) {
        consumer.completion().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void findsWhatIsNotAsItShouldBe() {
        JsonObject report = json(node.get("/api/v1/ports/check"));

        assertThat(report.getString("host")).isEqualTo(HOST);
        assertThat(report.getInteger("allocations")).isEqualTo(2);
        List<JsonObject> findings = report.getJsonArray("findings").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toList());
        assertThat(findings)
                .extracting(f -> f.getString("code"))
                .containsExactly("nobody-listens", "foreign-listener", "ephemeral-overlap");
        assertThat(findings.get(0).getString("text"))
                .isEqualTo("mute holds 8302/tcp and is active, but nobody listens there");
        assertThat(findings.get(1).getString("text"))
                .isEqualTo("pid 4711 (squatter) listens at 20007/tcp, a port of development that no instance holds");
        assertThat(findings.get(2).getString("text"))
                .contains("hands out ports to outgoing connections that Lotse gives too: 31000-31999");
        assertThat(findings.get(2).getString("remedy"))
                .startsWith("sysctl -w net.ipv4.ip_local_reserved_ports=")
                .contains("31000-31999");
    }

    @Test
    void saysThatAHostDoesNotAnswer() {
        assertThat(node.get("/api/v1/ports/check?host=elsewhere").statusCode()).isEqualTo(503);
        assertThat(json(node.get("/api/v1/ports/foreign?host=elsewhere")).getString("code"))
                .isEqualTo("host-unreachable");
    }

    @Test
    void listsAndCountsForeignListeners() {
        JsonObject listed = json(node.get("/api/v1/ports/foreign"));
        assertThat(listed.getInteger("total")).isEqualTo(1);
        assertThat(listed.getJsonArray("listeners")
                        .getJsonObject(0)
                        .getJsonObject("listener")
                        .getInteger("port"))
                .isEqualTo(20_007);

        HostContract.FOREIGN_LISTENERS_CHANGED.publish(node.vertx.eventBus(), foreign());
        await().untilAsserted(() ->
                assertThat(node.get("/metrics").body()).containsPattern("lotse_ports_foreign 1(\\.0)?\n"));
    }

    @Test
    void aPortIsToldWithItsReasonsAndItsRemedy() {
        JsonObject mute = json(node.get("/api/v1/ports/8302"));

        assertThat(mute.getJsonArray("reasons").stream()
                        .map(r -> ((JsonObject) r).getString("code"))
                        .toList())
                .containsExactly("allocated", "nobody-listens", "outside-ranges");
        assertThat(mute.getJsonObject("remedy").getString("command")).isEqualTo("lotse deregister mute");
        assertThat(mute.getJsonObject("facts").getBoolean("privileged")).isFalse();
    }
}
