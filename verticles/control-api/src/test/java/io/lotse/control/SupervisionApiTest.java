package io.lotse.control;

import java.net.http.HttpResponse;
import java.util.List;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.lotse.contracts.Empty;
import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.Members;
import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.supervision.LogLines;
import io.lotse.contracts.supervision.LogQuery;
import io.lotse.contracts.supervision.RestartOrder;
import io.lotse.contracts.supervision.SetOrder;
import io.lotse.contracts.supervision.SupervisedService;
import io.lotse.contracts.supervision.SupervisedServices;
import io.lotse.contracts.supervision.SupervisedState;
import io.lotse.contracts.supervision.SupervisionContract;

import static io.lotse.control.ControlNode.NOON;
import static io.lotse.control.ControlNode.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Supervised services over HTTP; two supervisors are stand-ins, a third does not answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SupervisionApiTest {
    private static final String BASE = "/api/v1/supervisor/";

    private ControlNode node;
    private StandIn<SetOrder, SupervisedServices> up;
    private StandIn<RestartOrder, SupervisedService> restarts;
    private StandIn<LogQuery, LogLines> logs;

    @BeforeAll
    void start() {
        node = new ControlNode();
        StandIn.<Empty, SupervisedServices>serveFor(
                node.vertx,
                "node-a",
                SupervisionContract.STATUS,
                q -> new SupervisedServices(List.of(service("node-a", "web"), service("node-a", "db"))));
        StandIn.<Empty, SupervisedServices>serveFor(
                node.vertx,
                "node-b",
                SupervisionContract.STATUS,
                q -> new SupervisedServices(List.of(service("node-b", "db"))));
        up = StandIn.serveFor(node.vertx, "node-a", SupervisionContract.UP, q -> new SupervisedServices(List.of()));
        restarts = StandIn.serveFor(node.vertx, "node-a", SupervisionContract.RESTART, q -> service("node-a", "web"));
        logs = StandIn.serveFor(
                node.vertx, "node-a", SupervisionContract.LOG, q -> new LogLines(List.of("listening"), 10));
        ClusterContract.MEMBERS_CHANGED.publish(
                node.vertx.eventBus(), new Members(List.of(member("node-a"), member("node-b"), member("node-c"))));
        await().until(() ->
                json(node.get("/api/v1/cluster")).getJsonArray("members").size() == 3);
    }

    @AfterAll
    void stop() {
        node.close();
    }

    private static NodeInfo member(String name) {
        return new NodeInfo(
                "run-" + name, name, "host", List.of("supervisor"), null, null, "127.0.0.1:1", 1, "1.2.3", NOON);
    }

    private static SupervisedService service(String node, String service) {
        return new SupervisedService(
                node, "host", "shop", service, SupervisedState.READY, NOON, null, 42L, null, null, null, 0, null);
    }

    @Test
    void listsThoseOfAllNodesThatAnswer() {
        assertThat(json(node.get(BASE + "services")).getJsonArray("items"))
                .extracting(one -> ((JsonObject) one).getString("node") + "/" + ((JsonObject) one).getString("service"))
                .containsExactly("node-a/web", "node-a/db", "node-b/db");
    }

    @Test
    void bringsASetUpAtTheNodeThatIsAskedUnlessAnotherIsNamed() {
        HttpResponse<String> answer = node.post(BASE + "up", "{\"set\": \"shop\", \"services\": [\"web\"]}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(up.last()).isEqualTo(new SetOrder(null, "shop", List.of("web")));
        HttpResponse<String> elsewhere = node.post(BASE + "up", "{\"set\": \"shop\", \"node\": \"node-z\"}");
        assertThat(elsewhere.statusCode()).isEqualTo(503);
        assertThat(elsewhere.body()).contains("no supervisor runs at a node node-z");
    }

    @Test
    void takesNoCommandFromAnybody() {
        HttpResponse<String> answer =
                node.post(BASE + "up", "{\"set\": \"shop\", \"command\": [\"touch\", \"/tmp/x\"]}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("command: is unknown here");
    }

    @Test
    void restartsOneWhereverItIs() {
        assertThat(node.post(BASE + "restart/web", "").statusCode()).isEqualTo(202);
        assertThat(restarts.last()).isEqualTo(new RestartOrder("shop", "web"));
    }

    @Test
    void asksWhichIsMeantWhereThereAreSeveral() {
        HttpResponse<String> answer = node.post(BASE + "restart/db", "");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("there are several db: shop on node-a, shop on node-b");
        assertThat(node.post(BASE + "restart/nothing", "").statusCode()).isEqualTo(404);
    }

    @Test
    void letsNoPageOfAnotherOriginRestart() {
        HttpResponse<String> answer = node.post(BASE + "restart/web", "", "Origin", "http://evil.example");

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void refusesToRestartWhatNobodyKnowsHowTo() {
        node.put("orders-1", "orders", 8080);

        HttpResponse<String> answer = node.post(BASE + "restart/orders-1", "");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("was registered without a restart_script");
    }

    @Test
    void readsLogsOfServicesAndOfNodes() {
        JsonObject read = json(node.get(BASE + "log?service=web&since=2026-03-01T12:00:00Z&limit=5"));
        assertThat(read.getJsonArray("items")).containsExactly("listening");
        assertThat(logs.last()).isEqualTo(new LogQuery("shop", "web", null, 5, NOON));

        node.get(BASE + "log?from=10");
        assertThat(logs.last()).isEqualTo(new LogQuery(null, null, 10L, null, null));
        assertThat(node.get(BASE + "log?since=yesterday").statusCode()).isEqualTo(400);
    }

    @Test
    void followsNoLogForWhoAsksForTheHeadAlone() {
        node.get(BASE + "log?from=99");

        HttpResponse<String> answer = node.send("HEAD", BASE + "log/stream", null);

        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(logs.last()).isEqualTo(new LogQuery(null, null, 99L, null, null));
    }
}
