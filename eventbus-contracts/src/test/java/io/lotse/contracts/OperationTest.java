package io.lotse.contracts;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.registry.EndpointQuery;
import io.lotse.contracts.registry.Heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class OperationTest {
    private static final Operation<EndpointQuery, Heartbeat> ASK = new Operation<>(
            "lotse.test.ask.v1",
            EndpointQuery.class,
            Heartbeat.class,
            "For this test",
            Duration.ofMillis(200),
            Set.of(ProblemCode.PORT_TAKEN));
    private static final EndpointQuery QUESTION = new EndpointQuery("orders");

    private Vertx vertx;
    private EventBus bus;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        bus = vertx.eventBus();
    }

    @AfterEach
    void stop() throws Exception {
        get(vertx.close());
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static ContractException failureOf(Future<?> future) {
        Exception failure = catchThrowableOfType(Exception.class, () -> get(future));
        assertThat(failure).hasCauseInstanceOf(ContractException.class);
        return (ContractException) failure.getCause();
    }

    @Test
    void questionAndAnswerTravelAsRecords() throws Exception {
        get(ASK.serve(bus, q -> Future.succeededFuture(new Heartbeat(q.service() + "-1")))
                .completion());

        assertThat(get(ASK.call(bus, QUESTION))).isEqualTo(new Heartbeat("orders-1"));
    }

    @Test
    void aFailureKeepsItsCodeItsDetailAndItsFields() throws Exception {
        List<FieldError> errors = List.of(new FieldError("port", "is taken"), new FieldError("host", "is gone"));
        get(ASK.serve(
                        bus,
                        q -> Future.failedFuture(
                                new ContractException(ProblemCode.PORT_TAKEN, "pid 7 has \"8080\"", errors)))
                .completion());

        ContractException failure = failureOf(ASK.call(bus, QUESTION));

        assertThat(failure.code()).isEqualTo(ProblemCode.PORT_TAKEN);
        assertThat(failure).hasMessage("pid 7 has \"8080\"");
        assertThat(failure.errors()).isEqualTo(errors);
    }

    @Test
    void aBugOfTheHandlerIsInternal() throws Exception {
        get(ASK.serve(bus, q -> {
                    throw new IllegalStateException("a bug");
                })
                .completion());

        ContractException failure = failureOf(ASK.call(bus, QUESTION));

        assertThat(failure.code()).isEqualTo(ProblemCode.INTERNAL);
        assertThat(failure).hasMessageContaining(ASK.address()).hasMessageContaining("a bug");
    }

    @Test
    void anAnswerThatIsNoneIsInternalAndNotSilence() throws Exception {
        get(ASK.serve(bus, q -> Future.succeededFuture(null)).completion());

        assertThat(failureOf(ASK.call(bus, QUESTION)).code()).isEqualTo(ProblemCode.INTERNAL);
    }

    @Test
    void aRequestWithMistakesNamesTheField() throws Exception {
        get(ASK.serve(bus, q -> Future.succeededFuture(new Heartbeat("x"))).completion());

        Exception failure = catchThrowableOfType(
                Exception.class, () -> get(bus.request(ASK.address(), new JsonObject().put("service", 5))));

        assertThat(failure)
                .hasMessageContaining("\"code\":\"invalid-request\"")
                .hasMessageContaining("service: 5 is no text");
    }

    @Test
    void aRequestThatIsNoObjectIsInvalid() throws Exception {
        get(ASK.serve(bus, q -> Future.succeededFuture(new Heartbeat("x"))).completion());

        assertThat(catchThrowableOfType(Exception.class, () -> get(bus.request(ASK.address(), "orders"))))
                .hasMessageContaining("invalid-request");
        assertThat(catchThrowableOfType(Exception.class, () -> get(bus.request(ASK.address(), null))))
                .hasMessageContaining("invalid-request");
    }

    @Test
    void whatNobodyServesIsNotReady() {
        ContractException failure = failureOf(ASK.call(bus, QUESTION));

        assertThat(failure.code()).isEqualTo(ProblemCode.NOT_READY);
        assertThat(failure).hasMessageContaining(ASK.address());
    }

    @Test
    void silenceMeansThatTheOutcomeIsUnknown() throws Exception {
        get(ASK.serve(bus, q -> Promise.<Heartbeat>promise().future()).completion());

        assertThat(failureOf(ASK.call(bus, QUESTION)).code()).isEqualTo(ProblemCode.OUTCOME_UNKNOWN);
    }

    @Test
    void aPlaceAnswersForItselfOnly() throws Exception {
        get(ASK.serveFor(bus, "harbour", q -> Future.succeededFuture(new Heartbeat("harbour")))
                .completion());

        assertThat(get(ASK.callFor(bus, "harbour", QUESTION))).isEqualTo(new Heartbeat("harbour"));
        assertThat(failureOf(ASK.callFor(bus, "sea", QUESTION)).code()).isEqualTo(ProblemCode.NOT_READY);
        assertThat(failureOf(ASK.call(bus, QUESTION)).code()).isEqualTo(ProblemCode.NOT_READY);
    }

    @Test
    void aFailureOfSomebodyElseKeepsItsText() throws Exception {
        get(bus.consumer(ASK.address(), m -> m.fail(7, "not in our form")).completion());

        ContractException failure = failureOf(ASK.call(bus, QUESTION));

        assertThat(failure.code()).isEqualTo(ProblemCode.INTERNAL);
        assertThat(failure).hasMessage("not in our form");
    }

    @Test
    void anEventReachesAllWhoListen() throws Exception {
        EventType<Heartbeat> told =
                new EventType<>("Told", "lotse.test.told.v1", Heartbeat.class, EventType.Reach.NODE, "For this test");
        Promise<Heartbeat> first = Promise.promise();
        Promise<Heartbeat> second = Promise.promise();
        get(told.subscribe(bus, first::complete).completion());
        get(told.subscribe(bus, second::complete).completion());

        told.publish(bus, new Heartbeat("a"));

        assertThat(get(first.future())).isEqualTo(new Heartbeat("a"));
        assertThat(get(second.future())).isEqualTo(new Heartbeat("a"));
    }
}
