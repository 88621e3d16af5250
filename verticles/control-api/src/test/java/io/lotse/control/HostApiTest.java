package io.lotse.control;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.host.HostContract;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.host.HostLoad;
import io.lotse.contracts.host.HostSockets;
import io.lotse.contracts.host.Listener;
import io.lotse.contracts.host.ProcessLoad;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.Protocol;

import static io.lotse.control.ControlNode.HOST;
import static io.lotse.control.ControlNode.NOON;
import static io.lotse.control.ControlNode.json;
import static org.assertj.core.api.Assertions.assertThat;

/** What the ledger knows of hosts and what their agents see, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostApiTest {
    private static final HostLoad LOAD =
            new HostLoad(HOST, 0.25, 8, 1_000, 4_000, List.of(1.5, 1.0, 0.5), Duration.ofHours(2), NOON);
    private static final ProcessLoad PROCESS = new ProcessLoad(4711, "shopd", 0.5, 2_048, 7, null, NOON, NOON);
    private static final Listener LISTENER = new Listener("127.0.0.1", Protocol.TCP, 8201, 4711L, "shopd", null, null);

    private ControlNode node;

    @BeforeAll
    void start() {
        node = new ControlNode();
        ready(HostContract.HOST_LOAD.serveFor(node.vertx.eventBus(), HOST, q -> Future.succeededFuture(LOAD)));
        ready(HostContract.SOCKETS.serveFor(
                node.vertx.eventBus(),
                HOST,
                q -> Future.succeededFuture(
                        q.protocol() == Protocol.UDP
                                ? new HostSockets(List.of(), 0)
                                : new HostSockets(List.of(LISTENER), q.limit()))));
        ready(HostContract.PROCESS_LOAD.serveFor(
                node.vertx.eventBus(),
                HOST,
                q -> q.pid() == PROCESS.pid()
                        ? Future.succeededFuture(PROCESS)
                        : Future.failedFuture(new ContractException(ProblemCode.UNKNOWN_PROCESS, "no process"))));
        // of a host whose node was killed the ledger still knows
        node.ledger.put(facts(HOST), facts("silent-1"));
    }

    private static void ready(MessageConsumer<?> consumer) {
        consumer.completion().toCompletionStage().toCompletableFuture().join();
    }

    private static Mutation facts(String host) {
        return Mutation.put(
                LedgerKeys.host(host),
                new HostFacts(host, List.of("127.0.0.1"), new PortRange(32_768, 60_999), "Linux"));
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void listsHostsByPages() {
        JsonObject first = json(node.get("/api/v1/hosts?limit=1"));
        JsonObject second = json(node.get("/api/v1/hosts?limit=1&cursor=" + first.getString("next")));

        assertThat(first.getJsonArray("items").getJsonObject(0).getString("host"))
                .isEqualTo(HOST);
        assertThat(second.getJsonArray("items").getJsonObject(0).getString("host"))
                .isEqualTo("silent-1");
        assertThat(second.getValue("next")).isNull();
    }

    @Test
    void showsAHostAndHowBusyItIs() {
        JsonObject host = json(node.get("/api/v1/hosts/" + HOST));

        assertThat(host.getJsonObject("facts").getString("system")).isEqualTo("Linux");
        assertThat(host.getJsonObject("load").getDouble("cpu_share")).isEqualTo(0.25);
        assertThat(host.getJsonObject("load").getDouble("uptime")).isEqualTo(7_200);
    }

    @Test
    void listsWhoListens() {
        JsonObject sockets = json(node.get("/api/v1/hosts/" + HOST + "/sockets?protocol=tcp&limit=9"));

        assertThat(sockets.getJsonArray("listeners").getJsonObject(0).getLong("pid"))
                .isEqualTo(4711);
        assertThat(sockets.getInteger("total")).isEqualTo(9);
        assertThat(json(node.get("/api/v1/hosts/" + HOST + "/sockets?protocol=udp"))
                        .getJsonArray("listeners"))
                .isEmpty();
    }

    @Test
    void showsHowBusyAProcessIs() {
        JsonObject process = json(node.get("/api/v1/hosts/" + HOST + "/processes/4711"));

        assertThat(process.getLong("resident_bytes")).isEqualTo(2_048);
        assertThat(process.getDouble("cpu_share")).isEqualTo(0.5);
    }

    @Test
    void saysThatAHostOrAProcessIsNotThere() {
        assertProblem("/api/v1/hosts/nowhere", 404, "unknown-host");
        assertProblem("/api/v1/hosts/nowhere/sockets", 404, "unknown-host");
        assertProblem("/api/v1/hosts/nowhere/processes/1", 404, "unknown-host");
        assertProblem("/api/v1/hosts/" + HOST + "/processes/1", 404, "unknown-process");
    }

    @Test
    void refusesWhatIsNoProcessIdAndNoLimit() {
        assertProblem("/api/v1/hosts/" + HOST + "/processes/init", 400, "invalid-request");
        assertProblem("/api/v1/hosts/" + HOST + "/processes/0", 400, "invalid-request");
        assertProblem("/api/v1/hosts/" + HOST + "/sockets?limit=5001", 400, "invalid-request");
    }

    @Test
    void saysThatTheAgentOfAHostDoesNotAnswer() {
        assertProblem("/api/v1/hosts/silent-1", 503, "host-unreachable");
        assertProblem("/api/v1/hosts/silent-1/sockets", 503, "host-unreachable");
        assertProblem("/api/v1/hosts/silent-1/processes/1", 503, "host-unreachable");
    }

    private void assertProblem(String path, int status, String code) {
        HttpResponse<String> answer = node.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(status);
        assertThat(json(answer).getString("code")).as(path).isEqualTo(code);
    }
}
