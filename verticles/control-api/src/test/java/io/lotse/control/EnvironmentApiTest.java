package io.lotse.control;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.environments.EnvironmentChange;
import io.lotse.contracts.environments.EnvironmentCreation;
import io.lotse.contracts.environments.EnvironmentKind;
import io.lotse.contracts.environments.EnvironmentRemoval;
import io.lotse.contracts.environments.EnvironmentState;
import io.lotse.contracts.environments.EnvironmentsContract;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ports.ConfigChange;
import io.lotse.contracts.ports.ConfigPreview;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.meshview.EnvironmentDefaults;

import static org.assertj.core.api.Assertions.assertThat;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnvironmentApiTest {
    private static final String PATH = "/api/v1/environments";
    private static final Environment PR = new Environment(
            "pr-1", EnvironmentKind.TEST, new PortRange(18_000, 18_049), false, Instant.EPOCH, "ci", null, null);

    private ControlNode node;
    private StandIn<EnvironmentCreation, EnvironmentState> creator;
    private StandIn<EnvironmentRemoval, EnvironmentChange> remover;

    @BeforeAll
    void start() {
        node = new ControlNode();
        node.ledger.put(Mutation.put(LedgerKeys.environment("pr-1"), PR));
        creator = StandIn.serve(
                node.vertx,
                EnvironmentsContract.CREATE,
                c -> new EnvironmentState(PR, EnvironmentDefaults.of(PR), 0, 0, 1));
        remover = StandIn.serve(
                node.vertx, EnvironmentsContract.REMOVE, r -> new EnvironmentChange(PR, "removed", 2, Instant.EPOCH));
    }

    @AfterAll
    void stop() {
        node.close();
    }

    private static JsonObject json(HttpResponse<String> answer) {
        return new JsonObject(answer.body());
    }

    @Test
    void listsTheThreeThatAreAlwaysThereAndThoseThatWereCreated() {
        HttpResponse<String> answer = node.get(PATH);

        assertThat(json(answer).getJsonArray("items").stream()
                        .map(i -> ((JsonObject) i).getJsonObject("environment").getString("name")))
                .containsExactly("development", "production", "test", "pr-1");
        assertThat(json(node.get(PATH + "/pr-1")).getJsonObject("config").getString("environment"))
                .isEqualTo("pr-1");
    }

    @Test
    void createsAnEnvironmentWithItsKey() {
        HttpResponse<String> answer =
                node.send("POST", PATH, "{\"name\":\"pr-1\",\"ttl\":90}", "Idempotency-Key", "k-1");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location")).contains(PATH + "/pr-1");
        assertThat(creator.last().ttl()).isEqualTo(Duration.ofSeconds(90));
        assertThat(creator.last().idempotencyKey()).isEqualTo("k-1");
        assertThat(node.send("POST", PATH, "{\"name\":\"PR 1\"}").statusCode()).isEqualTo(400);
    }

    @Test
    void removesOneAndSaysWhereThereIsNone() {
        remover.answers(r -> {
            throw new ContractException(ProblemCode.UNKNOWN_ENVIRONMENT, "none");
        });
        assertThat(node.send("DELETE", PATH + "/pr-9?confirm=true", null).statusCode())
                .isEqualTo(404);
        assertThat(remover.last()).isEqualTo(new EnvironmentRemoval("pr-9", true));
        assertThat(node.get(PATH + "/pr-9").statusCode()).isEqualTo(404);
    }

    @Test
    void readsALogFromItsEndAndOnFromThere() throws Exception {
        Path log = Files.createDirectories(ControlNode.LOGS).resolve("pr-1.log");
        Files.writeString(log, "event=a\nevent=b\nevent=half");

        JsonObject last = json(node.get(PATH + "/pr-1/log?limit=1"));
        assertThat(last.getJsonArray("items")).containsExactly("event=b");

        Files.writeString(log, "-a-line\n", StandardOpenOption.APPEND);
        JsonObject on = json(node.get(PATH + "/pr-1/log?from=" + last.getLong("next")));
        assertThat(on.getJsonArray("items")).containsExactly("event=half-a-line");

        Files.writeString(log, "event=rolled\n");
        assertThat(json(node.get(PATH + "/pr-1/log?from=" + on.getLong("next"))).getJsonArray("items"))
                .containsExactly("event=rolled");
        assertThat(node.get(PATH + "/development/log").statusCode()).isEqualTo(404);
    }

    @Test
    void previewsAChangeOfConfiguration() {
        StandIn<ConfigChange, ConfigPreview> previewer =
                StandIn.serve(node.vertx, PortsContract.PREVIEW_CONFIG, c -> new ConfigPreview(null, null, 0, 0));

        HttpResponse<String> answer =
                node.send("PUT", "/api/v1/ipmanager/config?environment=pr-1&dry_run=true", "{\"heartbeat_timeout\":5}");

        assertThat(json(answer).getInteger("holders_total")).isZero();
        assertThat(previewer.last().config().defaultPortRange())
                .as("what is absent is the environment's own")
                .isEqualTo(PR.ports());
    }
}
