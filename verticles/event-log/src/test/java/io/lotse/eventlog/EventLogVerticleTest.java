package io.lotse.eventlog;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.events.DeadLettersQuery;
import io.lotse.contracts.events.DeliveryClass;
import io.lotse.contracts.events.EventPage;
import io.lotse.contracts.events.EventsContract;
import io.lotse.contracts.events.EventsQuery;
import io.lotse.contracts.events.GroupAck;
import io.lotse.contracts.events.GroupDefinition;
import io.lotse.contracts.events.GroupFetch;
import io.lotse.contracts.events.GroupNack;
import io.lotse.contracts.events.HandedEvent;
import io.lotse.contracts.events.HandedEvents;
import io.lotse.contracts.events.Publication;
import io.lotse.contracts.events.PublicationReceipt;
import io.lotse.contracts.events.TopicDeclaration;
import io.lotse.contracts.events.TopicPattern;
import io.lotse.testsupport.Bus;
import io.lotse.testsupport.TestLedger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** As it is asked over the bus, with a real ledger and a real log. */
class EventLogVerticleTest {
    private static final String TOPIC = "orders.created";
    private static final Duration LONG = EventsContract.MAX_WAIT;

    @TempDir
    private Path data;

    private Vertx vertx;
    private TestLedger ledger;
    private String deployment;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        ledger = TestLedger.start(vertx);
        deploy(List.of());
    }

    private void deploy(List<TopicDeclaration> topics) {
        EventLogConfig config = new EventLogConfig("test", data, null, 0, topics);
        deployment =
                Bus.wait(vertx.deployVerticle(new EventLogVerticle(config, ledger.view(), Clock.systemUTC(), e -> {})));
    }

    @AfterEach
    void stop() {
        Bus.wait(vertx.undeploy(deployment));
        ledger.close();
        Bus.wait(vertx.close());
    }

    private void declare(Integer limit) {
        Bus.call(
                vertx,
                EventsContract.DECLARE_TOPIC,
                new TopicDeclaration("orders.*", DeliveryClass.DURABLE, null, null, limit));
    }

    private PublicationReceipt publish(String... ids) {
        return Bus.call(
                vertx,
                EventsContract.STORE_EVENTS,
                new Publication(
                        TOPIC,
                        List.of(ids).stream()
                                .map(id -> EventStoreConformance.event(id, "key"))
                                .toList()));
    }

    private Future<HandedEvents> fetch(Duration wait) {
        return EventsContract.FETCH_EVENTS.call(vertx.eventBus(), new GroupFetch(TOPIC, "g", 5, null, wait));
    }

    private void group() {
        Bus.call(vertx, EventsContract.PUT_GROUP, new GroupDefinition(TOPIC, "g", null, null, null, Duration.ZERO));
    }

    @Test
    void nothingIsOpenedBeforeATopicIsDeclaredDurable() {
        ContractException refused =
                Bus.failure(vertx, EventsContract.READ_EVENTS, new EventsQuery(TOPIC, null, null, null, null));
        assertThat(refused.code()).isEqualTo(ProblemCode.TOPIC_NOT_DURABLE);
        assertThat(data.resolve("events")).doesNotExist();
        declare(null);
        assertThat(publish("1").offsets()).containsExactly(0L);
        assertThat(data.resolve("events")).exists();
    }

    @Test
    void whoWaitsHearsAnEventWhenItIsStored() {
        declare(null);
        group();
        Future<EventPage> read =
                EventsContract.READ_EVENTS.call(vertx.eventBus(), new EventsQuery(TOPIC, 0L, null, null, LONG));
        Future<HandedEvents> handed = fetch(LONG);
        publish("1", "2");
        assertThat(Bus.wait(read).items()).hasSize(2);
        assertThat(Bus.wait(handed).items()).extracting(HandedEvent::offset).containsExactly(0L, 1L);
        assertThat(Bus.wait(fetch(null)).items()).isEmpty();
        Bus.call(vertx, EventsContract.ACK_EVENTS, new GroupAck(TOPIC, "g", List.of(0L)));
        Bus.call(vertx, EventsContract.NACK_EVENTS, new GroupNack(TOPIC, "g", List.of(1L), null, "no stock"));
        assertThat(Bus.wait(fetch(LONG)).items())
                .extracting(HandedEvent::attempt)
                .containsExactly(2);
    }

    @Test
    void afterARestartEverythingIsWhereItWas() {
        declare(1);
        group();
        publish("1", "2");
        Bus.wait(fetch(LONG));
        Bus.call(vertx, EventsContract.NACK_EVENTS, new GroupNack(TOPIC, "g", List.of(0L), null, "no stock"));
        Bus.wait(vertx.undeploy(deployment));
        deploy(List.of());
        assertThat(publish("2", "3").offsets()).containsExactly(1L, 2L);
        assertThat(Bus.call(vertx, EventsContract.DEAD_LETTERS, new DeadLettersQuery(TOPIC, null, null))
                        .items())
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.reason()).isEqualTo("no stock");
                    assertThat(letter.event()).isEqualTo(EventStoreConformance.event("1", "key"));
                });
        assertThat(Bus.call(vertx, EventsContract.STORED_TOPICS, Empty.EMPTY).items())
                .extracting(t -> t.topic())
                .containsExactly("lotse.dead." + TOPIC, TOPIC);
    }

    @Test
    void whatTheSettingsDeclareIsDeclaredAtTheStart() {
        Bus.wait(vertx.undeploy(deployment));
        deploy(List.of(new TopicDeclaration("orders.#", DeliveryClass.DURABLE, Duration.ofHours(1), null, null)));
        await().atMost(EventStoreConformance.SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(publish("1").offsets()).containsExactly(0L));
        assertThat(Bus.call(vertx, EventsContract.DECLARED_TOPICS, Empty.EMPTY).items())
                .singleElement()
                .satisfies(d -> assertThat(d.retentionAge()).isEqualTo(Duration.ofHours(1)));
    }

    @Test
    void declarationsAreCheckedListedAndWithdrawn() {
        ContractException wrong = Bus.failure(
                vertx, EventsContract.DECLARE_TOPIC, new TopicDeclaration("Orders.#.x", null, Duration.ZERO, 5L, 0));
        assertThat(wrong.errors())
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder("pattern", "delivery", "retention_age", "retention_bytes", "delivery_limit");
        declare(7);
        assertThat(Bus.call(vertx, EventsContract.DECLARED_TOPICS, Empty.EMPTY).items())
                .singleElement()
                .satisfies(d -> assertThat(d.deliveryLimit()).isEqualTo(7));
        Bus.call(vertx, EventsContract.WITHDRAW_TOPIC, new TopicPattern("orders.*"));
        assertThat(Bus.failure(vertx, EventsContract.WITHDRAW_TOPIC, new TopicPattern("orders.*"))
                        .code())
                .isEqualTo(ProblemCode.UNKNOWN_TOPIC);
        assertThat(Bus.failure(
                                vertx,
                                EventsContract.STORE_EVENTS,
                                new Publication(TOPIC, List.of(EventStoreConformance.event("1", null))))
                        .code())
                .isEqualTo(ProblemCode.TOPIC_NOT_DURABLE);
    }
}
