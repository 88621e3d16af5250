package io.lotse.control;

import java.net.http.HttpResponse;
import java.time.Duration;

import io.vertx.core.json.JsonArray;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ports.ConfigChange;
import io.lotse.contracts.ports.ConfigReply;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.meshview.EnvironmentDefaults;

import static io.lotse.control.ControlNode.header;
import static io.lotse.control.ControlNode.json;
import static org.assertj.core.api.Assertions.assertThat;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConfigApiTest {
    private static final String CONFIG = "/api/v1/ipmanager/config";

    private ControlNode node;
    private StandIn<ConfigChange, ConfigReply> allocator;
    private long revision;

    @BeforeAll
    void start() {
        node = new ControlNode();
        node.put("any-1", "any", 8001);
        revision = node.view().snapshot().revision();
        allocator = StandIn.serve(node.vertx, PortsContract.CHANGE_CONFIG, c -> new ConfigReply(c.config(), revision));
    }

    @BeforeEach
    void forget() {
        allocator.forget();
        allocator.answers(c -> new ConfigReply(c.config(), revision));
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void showsWhatLotseComesWithUntilSomebodyChangesIt() {
        HttpResponse<String> answer = node.get(CONFIG);

        assertThat(json(answer).getString("environment")).isEqualTo("development");
        assertThat(json(answer).getInteger("heartbeat_timeout")).isEqualTo(30);
        assertThat(header(answer, "ETag")).isEqualTo("\"0\"");
    }

    @Test
    void showsWhatTheLedgerHoldsWithItsRevisionAsTag() {
        EnvironmentConfig test = EnvironmentDefaults.of("test");
        long revision =
                node.ledger.put(Mutation.put(LedgerKeys.config("test"), test)).revision();

        HttpResponse<String> answer = node.get(CONFIG + "?environment=test");

        assertThat(header(answer, "ETag")).isEqualTo("\"" + revision + "\"");
        assertThat(json(answer).getJsonArray("default_port_range"))
                .isEqualTo(new JsonArray().add(16_000).add(17_999));
        assertThat(node.get(CONFIG + "?environment=test", "If-None-Match", header(answer, "ETag"))
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void replacesTheConfigurationAtItsRevision() {
        HttpResponse<String> answer = node.send(
                "PUT",
                CONFIG + "?environment=test",
                """
                {"default_port_range":[7000,7999],"reserved_ports":[7001],"service_type_ranges":{"db":[5400,5500]},
                 "heartbeat_timeout":2.5,"conflict_resolution_strategy":"random"}""",
                "If-Match",
                "\"12\"",
                "Idempotency-Key",
                "k");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "ETag")).isEqualTo("\"" + revision + "\"");
        ConfigChange asked = allocator.last();
        assertThat(asked.ifRevision()).isEqualTo(12);
        assertThat(asked.idempotencyKey()).isEqualTo("k");
        assertThat(asked.config().environment()).isEqualTo("test");
        assertThat(asked.config().defaultPortRange()).isEqualTo(new PortRange(7000, 7999));
        assertThat(asked.config().heartbeatTimeout()).isEqualTo(Duration.ofMillis(2500));
        assertThat(asked.config().serviceIpBase()).as("what Lotse comes with").isEqualTo("127.0.0.1");
    }

    @Test
    void takesTheEnvironmentFromTheBodyIfTheQueryNamesNone() {
        node.send("PUT", CONFIG, "{\"environment\":\"production\"}", "If-Match", "*");

        assertThat(allocator.last().config()).isEqualTo(EnvironmentDefaults.of("production"));
        assertThat(allocator.last().ifRevision()).isNull();
    }

    @Test
    void replacesTheRangesByTypeAsAWhole() {
        node.send("PUT", CONFIG, "{\"service_type_ranges\":{\"db\":[5400,5500]}}");
        assertThat(allocator.last().config().serviceTypeRanges()).containsOnlyKeys("db");
    }

    @Test
    void refusesTwoEnvironmentsAtOnceAndRangesUpsideDown() {
        HttpResponse<String> two = node.send("PUT", CONFIG + "?environment=test", "{\"environment\":\"production\"}");
        HttpResponse<String> range = node.send(
                "PUT", CONFIG, "{\"service_type_ranges\":{\"db\":[2,1]},\"reserved_ports\":[0]}", "If-Match", "12");

        assertThat(two.statusCode()).isEqualTo(400);
        assertThat(two.body()).contains("is production in the body and test in the query");
        assertThat(range.statusCode()).isEqualTo(400);
        assertThat(range.body())
                .contains("\"service_type_ranges.db\"")
                .contains("\"reserved_ports[0]\"")
                .contains("\"If-Match\"");
        assertThat(allocator.asked()).isEmpty();
    }

    @Test
    void tellsThatSomebodyElseWasFaster() {
        allocator.failsWith(new ContractException(ProblemCode.CONFLICT, "the configuration is of revision 13"));

        HttpResponse<String> answer = node.send("PUT", CONFIG, "{}", "If-Match", "\"12\"");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(json(answer).getString("code")).isEqualTo("conflict");
    }
}
