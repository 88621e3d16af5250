package io.lotse.contracts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.lotse.contracts.host.ListenerQuery;
import io.lotse.contracts.ledger.LedgerStatus;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ports.ConfigChange;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.HeartbeatReply;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.contracts.registry.Registration;
import io.lotse.contracts.registry.ServiceQuery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ContractCodecTest {
    private static FieldError mistake(String json, Class<?> type) {
        ContractException[] thrown = new ContractException[1];
        assertThatExceptionOfType(ContractException.class)
                .isThrownBy(() -> ContractCodec.decode(new JsonObject(json), type))
                .satisfies(e -> thrown[0] = e);
        assertThat(thrown[0].code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        FieldError error = thrown[0].errors().get(0);
        assertThat(thrown[0]).hasMessage(error.field() + ": " + error.message());
        return error;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'port': 'abc'} | port | 'abc' is no number",
                "{'port': '8080'} | port | '8080' is no number",
                "{'port': 80.5} | port | 80.5 is no whole number",
                "{'port': true} | port | true is no number",
                "{'port': {}} | port | {} is no number",
                "{'port': 99999999999} | port | 99999999999 is too large a number",
                "{'port_range': [9000, 8000]} | port_range | [9000, 8000] is no range: give two ports from 1 to 65535, the"
                        + " lower first",
                "{'port_range': '8000-9000'} | port_range | is no range: give two ports such as [8000, 9000]",
                "{'port_range': [8000]} | port_range | is no range: give two ports such as [8000, 9000]",
                "{'protocol': 'sctp'} | protocol | 'sctp' is none of tcp, udp",
                "{'protocol': 1} | protocol | 1 is none of tcp, udp",
                "{'dependencies': 'a'} | dependencies | 'a' is no list: put it in [ ]",
                "{'dependencies': ['a', 5]} | dependencies[1] | 5 is no text: put it in quotes",
                "{'metadata': {'weight': 5}} | metadata.weight | 5 is no text: put it in quotes",
                "{'metadata': []} | metadata | [] is no object with fields",
                "{'service_name': ['a']} | service_name | ['a'] is no text: put it in quotes"
            })
    void tellsTheFieldTheValueAndTheFixInPlainWords(String json, String field, String message) {
        assertThat(mistake(json.replace('\'', '"'), Registration.class))
                .isEqualTo(new FieldError(field, message.replace('\'', '"')));
    }

    @Test
    void tellsWhatTimesAndTruthsAre() {
        assertThat(mistake("{\"heartbeat_timeout\":\"30s\"}", EnvironmentConfig.class))
                .isEqualTo(new FieldError("heartbeat_timeout", "\"30s\" is no number of seconds"));
        assertThat(mistake("{\"registered_at\":\"today\"}", RegisteredInstance.class))
                .isEqualTo(
                        new FieldError("registered_at", "\"today\" is no time: give one such as 2026-01-31T12:00:00Z"));
        assertThat(mistake("{\"heartbeats\":\"perhaps\"}", RegisteredInstance.class))
                .isEqualTo(new FieldError("heartbeats", "\"perhaps\" is neither true nor false"));
    }

    @Test
    void namesAFieldThatLiesDeep() {
        assertThat(mistake("{\"config\":{\"service_type_ranges\":{\"web\":[9000,1]}}}", ConfigChange.class)
                        .field())
                .isEqualTo("config.service_type_ranges.web");
        assertThat(mistake("{\"config\":{\"reserved_ports\":[22,\"ssh\"]}}", ConfigChange.class))
                .isEqualTo(new FieldError(
                        "config.reserved_ports[1]",
                        "is neither a port nor a span of ports: give one such as 8080, or [9000, 9099]"));
    }

    @Test
    void keepsTheFieldThatARecordItselfComplainsOf() {
        assertThat(mistake("{\"limit\":5000}", ServiceQuery.class).field()).isEqualTo("limit");
    }

    @Test
    void showsLittleOfALargeValue() {
        String large = "{\"port\":\"" + "x".repeat(1_000_000) + "\"}";

        assertThat(mistake(large, Registration.class).message()).hasSizeLessThan(80);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"port\":null}"})
    void aNumberThatIsAbsentOrNullIsZero(String json) {
        assertThat(ContractCodec.decode(new JsonObject(json), ListenerQuery.class))
                .isEqualTo(new ListenerQuery(null, 0));
    }

    @Test
    void aTruthThatIsAbsentOrNullIsFalse() {
        assertThat(ContractCodec.decode(new JsonObject("{\"in_touch\":null}"), LedgerStatus.class)
                        .inTouch())
                .isFalse();
    }

    @Test
    void whatIsNullIsLeftOut() {
        assertThat(ContractCodec.encode(new ListenerQuery(null, 80))).isEqualTo(new JsonObject().put("port", 80));
    }

    @Test
    void durationsAreSeconds() {
        assertThat(ContractCodec.encode(new HeartbeatReply("a", Duration.ofSeconds(30)))
                        .getValue("timeout"))
                .isEqualTo(30L);
        assertThat(ContractCodec.encode(new HeartbeatReply("a", Duration.ofMillis(1500)))
                        .getValue("timeout"))
                .isEqualTo(1.5);
        assertThat(ContractCodec.decode(new JsonObject("{\"timeout\":0.25}"), HeartbeatReply.class)
                        .timeout())
                .isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void aFreeValueHoldsOnlyJsonAfterEncoding() {
        Map<String, Object> free = Map.of(
                "time", Instant.parse("2026-01-31T12:00:00Z"),
                "duration", Duration.ofSeconds(5),
                "enum", Protocol.UDP,
                "bytes", new byte[] {1, 2, 3},
                "buffer", Buffer.buffer("abc"),
                "record", new PortRange(1, 2),
                "json", new JsonObject().put("at", Instant.EPOCH).put("list", JsonArray.of(Instant.EPOCH)),
                "list", List.of(Protocol.TCP, Instant.EPOCH));

        JsonObject encoded = ContractCodec.encode(new Mutation("a", free));

        GoldenJsonTest.assertOnlyJson(encoded);
        assertThat(encoded.getJsonObject("value").getString("time")).isEqualTo("2026-01-31T12:00:00Z");
        assertThat(encoded.getJsonObject("value").getString("enum")).isEqualTo("udp");
    }
}
