package io.lotse.control;

import java.net.http.HttpResponse;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.lotse.contracts.Empty;
import io.lotse.contracts.gateway.CachePurge;
import io.lotse.contracts.gateway.CachePurged;
import io.lotse.contracts.gateway.CacheState;
import io.lotse.contracts.gateway.GatewayContract;

import static io.lotse.control.ControlNode.json;
import static org.assertj.core.api.Assertions.assertThat;

/** The gateways' caches over HTTP: the gateway is a stand-in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CacheApiTest {
    private static final String CACHE = "/api/v1/gateway/cache";

    private ControlNode node;
    private StandIn<CachePurge, CachePurged> purges;

    @BeforeAll
    void start() {
        node = new ControlNode();
        StandIn.<Empty, CacheState>serve(
                node.vertx, GatewayContract.CACHE, q -> new CacheState(1, 2, 3, 4, 5, 6, 7, 8));
        purges = StandIn.serve(node.vertx, GatewayContract.PURGE_CACHE, p -> new CachePurged(17, 3, 1));
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void tellsWhatIsKept() {
        JsonObject state = json(node.get(CACHE));

        assertThat(state.getInteger("max_bytes")).isEqualTo(3);
        assertThat(state.getInteger("hits")).isEqualTo(4);
    }

    @Test
    void passesAPurgeOnAndTellsWhatBecameOfIt() {
        HttpResponse<String> answer =
                node.post(CACHE + "/purge", "{\"host\": \"shop.example\", \"path\": \"/orders/**\"}");

        assertThat(json(answer))
                .isEqualTo(
                        new JsonObject().put("answers", 17).put("gateways", 3).put("silent", 1));
        assertThat(purges.last()).isEqualTo(new CachePurge("shop.example", "/orders/**", null, null));
    }

    @Test
    void refusesAPurgeByWhatNobodyKnows() {
        HttpResponse<String> answer = node.post(CACHE + "/purge", "{\"tags\": \"a\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("tags: is unknown here: there is host, path, route, tag");
    }
}
