package io.lotse.contracts;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.gateway.RouteDefinition;

import static org.assertj.core.api.Assertions.assertThat;

class UnknownFieldsTest {
    @Test
    void namesEachFieldThatTheRecordDoesNotHaveAtAnyDepth() {
        JsonObject json = new JsonObject("{\"name\":\"a\",\"prio\":1,\"targets\":[{\"service\":\"s\",\"wait\":2}],"
                + "\"request_headers\":{\"set\":{\"x-any\":\"1\"}}}");

        assertThat(UnknownFields.in(json.getMap(), RouteDefinition.class, "routes[0]"))
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder("routes[0].prio", "routes[0].targets[0].wait");
    }

    @Test
    void findsNothingInARecordsOwnJson() {
        JsonObject json =
                new JsonObject("{\"name\":\"a\",\"match\":{\"path\":\"/x\",\"headers\":{\"anything\":\"*\"}}}");

        assertThat(UnknownFields.in(json.getMap(), RouteDefinition.class, "")).isEmpty();
    }
}
