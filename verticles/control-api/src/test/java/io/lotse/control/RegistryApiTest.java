package io.lotse.control;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.Heartbeat;
import io.lotse.contracts.registry.HeartbeatReply;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceChange;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.Registration;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.contracts.registry.StartOrder;
import io.lotse.contracts.registry.StartOrderQuery;

import static io.lotse.control.ControlNode.header;
import static io.lotse.control.ControlNode.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistryApiTest {
    private static final String BASE = "/api/v1/ipmanager/";

    private ControlNode node;
    private StandIn<Registration, Instance> register;
    private StandIn<Deregistration, InstanceChange> deregister;
    private StandIn<Heartbeat, HeartbeatReply> heartbeat;

    @BeforeAll
    void start() {
        node = new ControlNode();
        register = StandIn.serve(node.vertx, RegistryContract.REGISTER, r -> registered(r.serviceId()));
        deregister = StandIn.serve(
                node.vertx,
                RegistryContract.DEREGISTER,
                d -> new InstanceChange(registered(d.serviceId()), "deregistered", ControlNode.NOON));
        heartbeat = StandIn.serve(
                node.vertx, RegistryContract.HEARTBEAT, h -> new HeartbeatReply(h.serviceId(), Duration.ofSeconds(30)));
    }

    @BeforeEach
    void forget() {
        register.forget();
        register.answers(r -> registered(r.serviceId() == null ? "made-1" : r.serviceId()));
        deregister.forget();
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void registersWhatTheBodySays() {
        HttpResponse<String> answer = node.post(
                BASE + "register",
                """
                {"service_id":"orders-1","service_name":"orders","service_type":"web","port_range":[8000,9000],
                 "preferred_port":8001,"dependencies":["db-1"],"metadata":{"v":"1"},"environment":"test","later":true,
                 "restart_script":null,"idempotency_key":"smuggled"}""");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(header(answer, "Location")).isEqualTo(BASE + "endpoint/orders-1");
        assertThat(json(answer).getString("service_id")).isEqualTo("orders-1");
        assertThat(json(answer).getInteger("port")).isEqualTo(8001);
        Registration asked = register.last();
        assertThat(asked.serviceName()).isEqualTo("orders");
        assertThat(asked.portRange()).isEqualTo(new PortRange(8000, 9000));
        assertThat(asked.dependencies()).containsExactly("db-1");
        assertThat(asked.idempotencyKey()).isNull();
    }

    @Test
    void passesTheIdempotencyKeyOn() {
        node.post(BASE + "register", "{\"service_name\":\"orders\"}", "Idempotency-Key", "key-1");
        node.post(BASE + "deregister", "{\"service_id\":\"orders-1\"}", "Idempotency-Key", "key-2");

        assertThat(register.last().idempotencyKey()).isEqualTo("key-1");
        assertThat(deregister.last()).isEqualTo(new Deregistration("orders-1", "key-2"));
    }

    @Test
    void answersARegistrationWhenReadsShowIt() {
        long next = node.view().snapshot().revision() + 1;
        register.answers(r -> Instance.of(
                ControlNode.instance("own-1", "own", InstanceStatus.ACTIVE, "development"), 8171, true, null, next));

        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(() -> node.post(BASE + "register", "{\"service_name\":\"own\"}"));
        await().until(() -> register.asked().size() == 1);
        node.put("own-1", "own", 8171);

        assertThat(answer.join().statusCode()).isEqualTo(201);
        assertThat(node.get(BASE + "endpoint/own-1").statusCode()).isEqualTo(200);
    }

    @Test
    void deregistersWithoutAnAnswerBody() {
        HttpResponse<String> answer = node.post(BASE + "deregister", "{\"service_id\":\"orders-1\"}");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void hearsAHeartbeatWithAndWithoutABody() {
        HttpResponse<String> answer = node.post(BASE + "heartbeat/orders-1", null);

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(header(answer, "Lotse-Heartbeat-Timeout")).isEqualTo("30");
        assertThat(heartbeat.last()).isEqualTo(new Heartbeat("orders-1"));
        assertThat(node.post(BASE + "heartbeat/orders-1", "{}").statusCode()).isEqualTo(204);
    }

    @Test
    void tellsAFailureOfTheRegistryAsAProblem() {
        register.failsWith(new ContractException(ProblemCode.PORT_TAKEN, "8001/tcp on build-7 is held by billing-1"));

        HttpResponse<String> answer = node.post(BASE + "register", "{\"service_name\":\"orders\",\"port\":8001}");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(json(answer))
                .isEqualTo(new JsonObject()
                        .put("type", "urn:lotse:problem:port-taken")
                        .put("title", "The port is taken")
                        .put("status", 409)
                        .put("detail", "8001/tcp on build-7 is held by billing-1")
                        .put("instance", BASE + "register")
                        .put("code", "port-taken"));
    }

    @Test
    void saysWhenToAskAgainWhileTheLedgerTakesNoWrites() {
        register.failsWith(new ContractException(ProblemCode.LEDGER_UNAVAILABLE, "no majority"));

        HttpResponse<String> answer = node.post(BASE + "register", "{\"service_name\":\"orders\"}");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(header(answer, "Retry-After")).isEqualTo("2");
    }

    @Test
    void answersAnEndpointByIdAndByNameInTurn() {
        node.put("shop-1", "shop", 8101);
        node.put("shop-2", "shop", 8102);

        assertThat(json(node.get(BASE + "endpoint/shop-2")).getInteger("port")).isEqualTo(8102);
        assertThat(List.of(
                        json(node.get(BASE + "endpoint/shop")).getInteger("port"),
                        json(node.get(BASE + "endpoint/shop")).getInteger("port")))
                .containsExactlyInAnyOrder(8101, 8102);
    }

    @Test
    void showsAnInstanceAsItIsNowAndNotAsItWasKept() {
        node.put("kept-1", "kept", 8111);
        node.get(BASE + "endpoint/kept-1");
        node.put("kept-1", "kept", 8111, InstanceStatus.RESTARTING, "development");
        node.view().lastHeartbeats().heard("kept-1", ControlNode.NOON);

        JsonObject shown = json(node.get(BASE + "endpoint/kept-1"));

        assertThat(shown.getString("status")).isEqualTo("restarting");
        assertThat(shown.getString("last_heartbeat")).isEqualTo("2026-03-01T12:00:00Z");
    }

    @Test
    void findsAnEndpointWhoseIdIsEncoded() {
        node.put("enc:1", "enc", 8121);

        assertThat(json(node.get(BASE + "endpoint/enc%3A1")).getInteger("port")).isEqualTo(8121);
    }

    @Test
    void tellsAnUnknownEndpointFromOneWithoutHealthyInstance() {
        node.put("sick-1", "sick", 8131, InstanceStatus.INACTIVE, "development");

        assertThat(json(node.get(BASE + "endpoint/nobody")).getString("code")).isEqualTo("unknown-service");
        assertThat(node.get(BASE + "endpoint/nobody").statusCode()).isEqualTo(404);
        assertThat(json(node.get(BASE + "endpoint/sick")).getString("code")).isEqualTo("no-healthy-instance");
        assertThat(node.get(BASE + "endpoint/sick").statusCode()).isEqualTo(503);
    }

    @Test
    void listsServicesByPagesAndFilters() {
        node.put("page-1", "page", 8141);
        node.put("page-2", "page", 8142);
        node.put("page-3", "page", 8143, InstanceStatus.INACTIVE, "test");

        JsonObject first = json(node.get(BASE + "services?name=page&limit=2"));
        assertThat(ids(first)).containsExactly("page-1", "page-2");
        JsonObject second = json(node.get(BASE + "services?name=page&limit=2&cursor=" + first.getString("next")));
        assertThat(ids(second)).containsExactly("page-3");
        assertThat(second.containsKey("next")).isTrue();
        assertThat(second.getValue("next")).isNull();
        assertThat(ids(json(node.get(BASE + "services?name=page&status=inactive&environment=test&type=web"))))
                .containsExactly("page-3");
        assertThat(ids(json(node.get(BASE + "services?name=nobody")))).isEmpty();
    }

    @Test
    void saysTheRevisionOfAReadAndWhetherItMayBeOld() {
        node.put("fresh-1", "fresh", 8151);
        HttpResponse<String> fresh = node.get(BASE + "endpoint/fresh-1");
        assertThat(Long.parseLong(header(fresh, "Lotse-Revision")))
                .isGreaterThanOrEqualTo(json(fresh).getLong("revision"));
    }

    @Test
    void listsInStartOrder() {
        StandIn<StartOrderQuery, StartOrder> order = StandIn.serve(
                node.vertx, RegistryContract.START_ORDER, q -> new StartOrder(List.of(List.of("a")), List.of("b")));

        JsonObject answer = json(node.get(BASE + "start-order?environment=test"));

        assertThat(answer.getJsonArray("stages")).isEqualTo(new JsonArray().add(new JsonArray().add("a")));
        assertThat(answer.getJsonArray("missing")).isEqualTo(new JsonArray().add("b"));
        assertThat(order.last()).isEqualTo(new StartOrderQuery("test"));
    }

    @Test
    void answersHeadLikeGetWithoutTheBody() {
        node.put("head-1", "head", 8161);

        HttpResponse<String> answer = node.send("HEAD", BASE + "endpoint/head-1", null);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    private static List<String> ids(JsonObject page) {
        return page.getJsonArray("items").stream()
                .map(i -> ((JsonObject) i).getString("service_id"))
                .toList();
    }

    private static Instance registered(String id) {
        return Instance.of(
                ControlNode.instance(id, "orders", InstanceStatus.ACTIVE, "development"), 8001, true, null, 0);
    }
}
