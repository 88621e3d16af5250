package io.lotse.control;

import java.net.http.HttpResponse;
import java.util.List;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.gateway.GatewayContract;
import io.lotse.contracts.gateway.RouteChange;
import io.lotse.contracts.gateway.RouteDefinition;
import io.lotse.contracts.gateway.RouteEntry;
import io.lotse.contracts.gateway.RouteList;
import io.lotse.contracts.gateway.RouteRemoval;
import io.lotse.contracts.gateway.RouteSet;
import io.lotse.contracts.gateway.RouteSource;
import io.lotse.contracts.gateway.RouteTarget;

import static io.lotse.control.ControlNode.header;
import static io.lotse.control.ControlNode.json;
import static org.assertj.core.api.Assertions.assertThat;

/** Routes over HTTP: the gateway is a stand-in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RouteApiTest {
    private static final String ROUTES = "/api/v1/gateway/routes";
    private static final RouteDefinition SHOP = new RouteDefinition(
            "shop", null, null, List.of(RouteTarget.of("orders")), null, null, null, null, null, null);

    private ControlNode node;
    private RouteEntry entry;
    private StandIn<RouteChange, RouteEntry> puts;
    private StandIn<RouteRemoval, RouteEntry> removals;

    @BeforeAll
    void start() {
        node = new ControlNode();
        node.put("any-1", "any", 8001);
        entry = new RouteEntry(SHOP, RouteSource.LEDGER, node.view().snapshot().revision(), List.of("look here"));
        StandIn.<Empty, RouteList>serve(
                node.vertx, GatewayContract.ROUTES, q -> new RouteList(List.of(entry), List.of("file: bad")));
        StandIn.<RouteSet, RouteList>serve(
                node.vertx, GatewayContract.CHECK_ROUTES, s -> new RouteList(List.of(entry), List.of()));
        puts = StandIn.serve(node.vertx, GatewayContract.PUT_ROUTE, c -> entry);
        removals = StandIn.serve(node.vertx, GatewayContract.REMOVE_ROUTE, r -> entry);
    }

    @BeforeEach
    void forget() {
        puts.forget();
        puts.answers(c -> entry);
        removals.forget();
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void listsRoutesAndWhatWasRefused() {
        JsonObject routes = json(node.get(ROUTES));

        assertThat(routes.getJsonArray("items")
                        .getJsonObject(0)
                        .getJsonObject("route")
                        .getString("name"))
                .isEqualTo("shop");
        assertThat(routes.getJsonArray("refused")).containsExactly("file: bad");
    }

    @Test
    void showsOneRouteWithItsRevisionAsTag() {
        HttpResponse<String> answer = node.get(ROUTES + "/shop");

        assertThat(header(answer, "ETag")).isEqualTo("\"" + entry.revision() + "\"");
        assertThat(node.get(ROUTES + "/other").statusCode()).isEqualTo(404);
    }

    @Test
    void putsARouteUnderTheNameOfThePath() {
        HttpResponse<String> answer = node.send(
                "PUT",
                ROUTES + "/shop?dry_run=true",
                """
                {"match": {"path": "/shop/**"}, "targets": [{"service": "orders", "weight": 3}]}""",
                "If-Match",
                "\"12\"",
                "Idempotency-Key",
                "k");

        assertThat(answer.statusCode()).isEqualTo(200);
        RouteChange asked = puts.last();
        assertThat(asked.route().name()).isEqualTo("shop");
        assertThat(asked.route().targets().get(0).weight()).isEqualTo(3);
        assertThat(asked.dryRun()).isTrue();
        assertThat(asked.ifRevision()).isEqualTo(12);
        assertThat(asked.idempotencyKey()).isEqualTo("k");
    }

    @Test
    void refusesFieldsThatARouteDoesNotHaveAndOtherNames() {
        HttpResponse<String> unknown = node.send(
                "PUT",
                ROUTES + "/shop",
                """
                {"rewrit": "/", "targets": [{"service": "orders", "waight": 3}]}""");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).contains("targets[0].waight").contains("rewrit");

        HttpResponse<String> renamed =
                node.send("PUT", ROUTES + "/shop", """
                {"name": "other", "targets": []}""");
        assertThat(renamed.statusCode()).isEqualTo(400);
    }

    @Test
    void namesUnknownFieldsTogetherWithWhatTheGatewayFinds() {
        puts.answers(c -> {
            throw ContractException.invalid("match.path", "does not begin with a slash");
        });

        HttpResponse<String> answer = node.send(
                "PUT",
                ROUTES + "/shop",
                """
                {"rewrit": "/", "match": {"path": "x"}, "targets": [{"service": "orders"}]}""");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).getJsonArray("errors"))
                .extracting(e -> ((JsonObject) e).getString("field"))
                .containsExactly("rewrit", "match.path");
    }

    @Test
    void aStrategyThatIsNoneHidesNotWhatTheGatewayFinds() {
        puts.answers(c -> {
            throw ContractException.invalid("policy.timeouts.total", "is not more than 0");
        });

        HttpResponse<String> answer = node.send(
                "PUT",
                ROUTES + "/shop",
                """
                {"priority": "high", "targets": [{"service": "orders"}],
                 "policy": {"timeouts": {"total": -1}, "balancing": {"strategy": "best"}}}""");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).getJsonArray("errors"))
                .extracting(e -> ((JsonObject) e).getString("field"))
                .containsExactlyInAnyOrder("priority", "policy.balancing.strategy", "policy.timeouts.total");
        assertThat(puts.last().dryRun()).isTrue();
    }

    @Test
    void refusesABodyThatIsNestedDeeperThanAnyRecordIs() {
        String deep = "[".repeat(900) + "]".repeat(900);

        HttpResponse<String> answer = node.send("PUT", ROUTES + "/shop", "{\"targets\": " + deep + "}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).getString("detail")).contains("nested more than 64 levels deep");
    }

    @Test
    void removesARoute() {
        HttpResponse<String> answer = node.send("DELETE", ROUTES + "/shop", null);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(removals.last().name()).isEqualTo("shop");
        assertThat(removals.last().dryRun()).isFalse();
    }

    @Test
    void looksRoutesThrough() {
        HttpResponse<String> answer = node.send(
                "POST",
                "/api/v1/gateway/check",
                """
                {"routes": [{"name": "shop", "targets": [{"service": "orders"}]}]}""");

        assertThat(json(answer).getJsonArray("items")).hasSize(1);
    }
}
