package io.lotse.control;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.PortHistory;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.ports.Reassignment;
import io.lotse.contracts.ports.Tenancy;
import io.lotse.contracts.ports.TenancyEnd;
import io.lotse.contracts.registry.BulkDeregistration;
import io.lotse.contracts.registry.DeregisteredInstances;
import io.lotse.contracts.registry.Heartbeat;
import io.lotse.contracts.registry.HeartbeatReply;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.ReassignmentStep;
import io.lotse.contracts.registry.RegisteredBatch;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.contracts.registry.RegistrationBatch;
import io.lotse.contracts.registry.RegistryContract;

import static io.lotse.control.ControlNode.header;
import static io.lotse.control.ControlNode.json;
import static org.assertj.core.api.Assertions.assertThat;

/** Batches, ports in every state, and ports that change hands, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortApiTest {
    private static final String BASE = "/api/v1/ipmanager/";
    private static final String STRAY = "192.0.2.9";
    private static final Reassignment ASKED = new Reassignment(
            ControlNode.HOST,
            Protocol.TCP,
            8_001,
            "high",
            5,
            "low",
            0,
            ControlNode.NOON,
            ControlNode.NOON.plusSeconds(300),
            null);

    private ControlNode node;
    private StandIn<RegistrationBatch, RegisteredBatch> batch;
    private StandIn<BulkDeregistration, DeregisteredInstances> many;
    private StandIn<ReassignmentStep, Instance> confirm;

    @BeforeAll
    void start() {
        node = new ControlNode();
        batch = StandIn.serve(
                node.vertx,
                RegistryContract.REGISTER_BATCH,
                b -> new RegisteredBatch(
                        b.registrations().stream()
                                .map(r -> Instance.of(instance(r.serviceId()), 8_001, true, null, 1))
                                .toList(),
                        1));
        many = StandIn.serve(
                node.vertx,
                RegistryContract.DEREGISTER_MANY,
                b -> new DeregisteredInstances(List.of("gone-1", "gone-2")));
        confirm = StandIn.serve(
                node.vertx,
                RegistryContract.CONFIRM_REASSIGNMENT,
                s -> Instance.of(instance(s.serviceId()), 8_002, true, null, 1));
        StandIn.serve(
                node.vertx,
                RegistryContract.HEARTBEAT,
                (Heartbeat h) -> new HeartbeatReply(
                        h.serviceId(),
                        Duration.ofSeconds(30),
                        List.of(h.serviceId().equals("low") ? ASKED : ASKED.granted(ControlNode.NOON)),
                        h.serviceId().equals("low") ? List.of() : List.of(ASKED)));
        Tenancy tenancy =
                new Tenancy("old", "orders", "development", ControlNode.NOON, Instant.now(), TenancyEnd.RELEASED);
        node.ledger.put(
                held(ControlNode.HOST, 8_001, "low"),
                held(ControlNode.HOST, 8_003, "mine"),
                held(STRAY, 8_003, "theirs"),
                Mutation.put(LedgerKeys.instance("theirs"), instance("theirs")),
                Mutation.put(
                        LedgerKeys.host(ControlNode.HOST),
                        new HostFacts(ControlNode.HOST, List.of("127.0.0.1", STRAY), null, "Linux")),
                Mutation.put(LedgerKeys.reassignment(ControlNode.HOST, Protocol.TCP, 8_001), ASKED),
                Mutation.put(
                        LedgerKeys.released(ControlNode.HOST, Protocol.TCP, 8_005),
                        new PortHistory(ControlNode.HOST, Protocol.TCP, 8_005, List.of(tenancy))));
    }

    private static RegisteredInstance instance(String id) {
        return ControlNode.instance(id, "orders", InstanceStatus.ACTIVE, "development");
    }

    private static Mutation held(String space, int port, String id) {
        return Mutation.put(
                LedgerKeys.allocation(space, Protocol.TCP, port),
                new Allocation(space, Protocol.TCP, null, id, ControlNode.NOON, true));
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void registersABatchAndSaysWhichItemIsWrong() {
        HttpResponse<String> made = node.post(
                BASE + "register/batch",
                """
                {"registrations":[{"service_id":"a","service_name":"a","dependencies":["b"]},
                                  {"service_id":"b","service_name":"b"}]}""");

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(json(made).getJsonArray("items")).hasSize(2);
        assertThat(batch.last().registrations().get(0).dependencies()).containsExactly("b");

        HttpResponse<String> wrong = node.post(
                BASE + "register/batch", "{\"registrations\":[{\"service_name\":\"a\"},{\"service_name\":\"B\"}]}");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(json(wrong).getJsonArray("errors").getJsonObject(0).getString("field"))
                .isEqualTo("registrations[1].service_name");
    }

    @Test
    void deregistersManyAndTellsWhich() {
        HttpResponse<String> answer = node.post(BASE + "deregister/batch", "{\"environment\":\"test\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).getJsonArray("service_ids")).isEqualTo(JsonArray.of("gone-1", "gone-2"));
        assertThat(many.last()).isEqualTo(new BulkDeregistration("test", null));
    }

    @Test
    void listsPortsByTheirState() {
        assertThat(ports("?space=" + ControlNode.HOST))
                .extracting(p -> p.getInteger("port"))
                .contains(8_001, 8_003);
        assertThat(ports("?state=pending")).singleElement().satisfies(p -> {
            assertThat(p.getString("service_id")).isEqualTo("low");
            assertThat(p.getString("rival")).isEqualTo("high");
            assertThat(p.getInstant("until")).isEqualTo(ASKED.deadline());
        });
        assertThat(ports("?state=quarantined")).singleElement().satisfies(p -> {
            assertThat(p.getInteger("port")).isEqualTo(8_005);
            assertThat(p.getString("service_id")).isEqualTo("old");
            assertThat(p.getInstant("until")).isAfter(Instant.now());
        });
        assertThat(ports("?state=conflicting")).singleElement().satisfies(p -> {
            assertThat(p.getString("space")).isEqualTo(STRAY);
            assertThat(p.getString("service_id")).isEqualTo("theirs");
            assertThat(p.getString("rival")).isEqualTo("mine");
        });
        assertThat(node.get("/api/v1/ports?state=lost").statusCode()).isEqualTo(400);
    }

    @Test
    void tellsAHolderAndAnAskerAtTheirHeartbeats() {
        assertThat(header(node.post(BASE + "heartbeat/low", ""), "Lotse-Leave-Port"))
                .isEqualTo("8001");
        assertThat(header(node.post(BASE + "heartbeat/high", ""), "Lotse-Move-To-Port"))
                .isEqualTo("8001");
        assertThat(header(node.post(BASE + "heartbeat/low", ""), "Lotse-Reassignment-Lapsed"))
                .isEmpty();
        assertThat(header(node.post(BASE + "heartbeat/high", ""), "Lotse-Reassignment-Lapsed"))
                .isEqualTo("8001");
    }

    @Test
    void listsWhatIsToChangeHandsAndTakesTheHoldersConfirmation() {
        assertThat(json(node.get(BASE + "reassignments?service_id=low"))
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getString("asker"))
                .isEqualTo("high");
        assertThat(json(node.get(BASE + "reassignments?service_id=other")).getJsonArray("items"))
                .isEmpty();

        HttpResponse<String> confirmed = node.post(BASE + "reassignments/low/confirm", "");
        assertThat(confirmed.statusCode()).isEqualTo(200);
        assertThat(json(confirmed).getInteger("port")).isEqualTo(8_002);
        confirm.failsWith(new ContractException(ProblemCode.NO_REASSIGNMENT, "low is not one that is asked"));
        assertThat(node.post(BASE + "reassignments/low/confirm", "").statusCode())
                .isEqualTo(404);
    }

    private List<JsonObject> ports(String query) {
        return json(node.get("/api/v1/ports" + query)).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
