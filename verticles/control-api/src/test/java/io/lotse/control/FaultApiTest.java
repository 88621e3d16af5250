package io.lotse.control;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.faults.Fault;
import io.lotse.contracts.faults.FaultKind;
import io.lotse.contracts.faults.FaultList;
import io.lotse.contracts.faults.FaultRemoval;
import io.lotse.contracts.faults.FaultRule;
import io.lotse.contracts.faults.FaultSetting;
import io.lotse.contracts.faults.FaultsContract;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;

import static org.assertj.core.api.Assertions.assertThat;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultApiTest {
    private static final String PATH = "/api/v1/environments/test/faults";
    private static final Fault SLOW = new Fault(
            "test",
            "slow",
            new FaultRule(
                    FaultKind.LATENCY,
                    "orders",
                    null,
                    Duration.ofMillis(200),
                    null,
                    null,
                    null,
                    null,
                    null,
                    3,
                    null,
                    null),
            Instant.EPOCH,
            "ada");

    private ControlNode node;
    private StandIn<FaultSetting, Fault> setter;
    private StandIn<FaultRemoval, FaultList> remover;

    @BeforeAll
    void start() {
        node = new ControlNode();
        node.ledger.put(Mutation.put(LedgerKeys.fault("test", "slow"), SLOW));
        setter = StandIn.serve(node.vertx, FaultsContract.SET, s -> SLOW);
        remover = StandIn.serve(node.vertx, FaultsContract.REMOVE, r -> new FaultList(List.of()));
    }

    @AfterAll
    void stop() {
        node.close();
    }

    private static JsonObject json(HttpResponse<String> answer) {
        return new JsonObject(answer.body());
    }

    @Test
    void listsTheFaultsOfAnEnvironment() {
        assertThat(json(node.get(PATH)).getJsonArray("items").getJsonObject(0).getJsonObject("rule"))
                .isEqualTo(new JsonObject()
                        .put("kind", "latency")
                        .put("service", "orders")
                        .put("delay", 0.2)
                        .put("first", 3));
        assertThat(json(node.get("/api/v1/environments/production/faults")).getJsonArray("items"))
                .isEmpty();
        assertThat(node.get("/api/v1/environments/nowhere/faults").statusCode()).isEqualTo(404);
    }

    @Test
    void setsAFaultByItsName() {
        HttpResponse<String> answer = node.send(
                "PUT",
                PATH + "/slow",
                "{\"kind\":\"latency\",\"service\":\"orders\",\"delay\":0.2,\"first\":3,\"set_by\":\"ada\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(setter.last()).isEqualTo(new FaultSetting("test", "slow", SLOW.rule(), "ada"));
    }

    @Test
    void saysWhatIsWrongWithAFault() {
        assertThat(node.send("PUT", PATH + "/slow", "{\"kind\":\"flood\",\"every\":0}")
                        .body())
                .contains("kind", "every");
        assertThat(node.send("PUT", PATH + "/slow", "{\"kind\":\"reset\",\"delya\":1}")
                        .body())
                .contains("delya");
        assertThat(node.send("PUT", PATH + "/No Name".replace(" ", "%20"), "{\"kind\":\"reset\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void endsOneOrAllAndSaysWhereThereIsNone() {
        assertThat(node.send("DELETE", PATH + "/slower", null).statusCode()).isEqualTo(200);
        assertThat(remover.last()).isEqualTo(new FaultRemoval("test", "slower"));
        assertThat(node.send("DELETE", PATH, null).statusCode()).isEqualTo(200);
        assertThat(remover.last()).isEqualTo(new FaultRemoval("test", null));

        remover.answers(r -> {
            throw new ContractException(ProblemCode.UNKNOWN_ENVIRONMENT, "none");
        });
        assertThat(node.send("DELETE", "/api/v1/environments/nowhere/faults", null)
                        .statusCode())
                .isEqualTo(404);
        remover.answers(r -> new FaultList(List.of()));
    }
}
