package io.lotse.eventlog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.events.CloudEvent;
import io.lotse.contracts.events.DeadLetter;
import io.lotse.contracts.events.EventPage;
import io.lotse.contracts.events.EventsContract;
import io.lotse.contracts.events.GroupState;
import io.lotse.contracts.events.StoredEvent;
import io.lotse.contracts.events.StoredTopic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** What every store must do. Tests of one store share it: each has a topic of its own, and a clock in its commands. */
abstract class EventStoreConformance {
    static final Duration SOON = Duration.ofSeconds(60);
    static final long NOON = 1_772_366_400_000L;
    static final Limits LIMITS = new Limits(Duration.ofDays(7).toMillis(), 1L << 30, 3);
    private static final String GROUP = "billing";
    private static final long VISIBILITY = 30_000;
    private static final long BACKOFF = 1_000;

    private final String topic = "t" + System.nanoTime();
    private long now = NOON;

    /** The store under test, as it is used by one node. */
    abstract EventStore store();

    /** The same events as another node sees them; the same store where there is no other that takes changes. */
    abstract EventStore other();

    static <T> T get(Future<T> future) {
        try {
            return future.await(SOON.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within " + SOON, e);
        }
    }

    static CloudEvent event(String id, String subject) {
        return new CloudEvent(
                id, "/shop", CloudEvent.SPEC_VERSION, "made", subject, null, null, null, Map.of("n", id), null, null);
    }

    static List<Entry> entries(String subject, String... ids) {
        return List.of(ids).stream().map(id -> Entry.of(event(id, subject))).toList();
    }

    private List<Long> publish(String subject, String... ids) {
        return publish(entries(subject, ids), LIMITS);
    }

    private List<Long> publish(List<Entry> entries, Limits limits) {
        return get(store().submit(new Command.Append(topic, now, limits, entries)))
                .offsets();
    }

    private GroupState group() {
        return get(store().submit(new Command.PutGroup(topic, now, GROUP, null, null, VISIBILITY, BACKOFF)))
                .group();
    }

    private List<Answer.Handed> fetch(int max) {
        return get(other().submit(new Command.Fetch(topic, now, LIMITS, GROUP, max, null)))
                .handed();
    }

    private List<Long> offsets(int max) {
        return fetch(max).stream().map(Answer.Handed::offset).toList();
    }

    private Answer ack(long... offsets) {
        return get(store().submit(new Command.Ack(
                topic, now, GROUP, LongStream.of(offsets).boxed().toList())));
    }

    private Answer nack(long offset, String reason) {
        return get(store().submit(new Command.Nack(topic, now, LIMITS, GROUP, List.of(offset), null, reason)));
    }

    private GroupState state() {
        return get(store().groups(topic)).get(0);
    }

    private static List<String> ids(EventPage page) {
        return page.items().stream().map(s -> s.event().id()).toList();
    }

    private void codeIs(ProblemCode code, Future<?> future) {
        assertThatThrownBy(() -> get(future)).isInstanceOfSatisfying(ContractException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }

    @Test
    void whatWasAcknowledgedIsReadInItsOrderAndUnchanged() {
        assertThat(publish("a", "1", "2")).containsExactly(0L, 1L);
        assertThat(publish(null, "3")).containsExactly(2L);
        EventPage page = get(other().read(topic, null, null, 10));
        assertThat(ids(page)).containsExactly("1", "2", "3");
        assertThat(page.items().get(0).event()).isEqualTo(event("1", "a"));
        assertThat(page.items()).extracting(StoredEvent::offset).containsExactly(0L, 1L, 2L);
        assertThat(page.next()).isEqualTo(3);
        assertThat(page.end()).isEqualTo(3);
        assertThat(ids(get(store().read(topic, 1L, null, 1)))).containsExactly("2");
        assertThat(get(store().read(topic, 3L, null, 1)).items()).isEmpty();
        assertThat(get(store().read(topic + "never", null, null, 1)).items()).isEmpty();
    }

    @Test
    void anEventThatIsPublishedAgainIsStoredOnce() {
        assertThat(publish("a", "1", "2", "1")).containsExactly(0L, 1L, 0L);
        now += RecentIds.WINDOW_MILLIS;
        assertThat(publish("a", "2", "3")).containsExactly(1L, 2L);
        now += 1;
        assertThat(publish("a", "1")).as("the window is over").containsExactly(3L);
        assertThat(ids(get(store().read(topic, null, null, 10)))).containsExactly("1", "2", "3", "1");
    }

    @Test
    void eventsAreReadFromATimeOn() {
        publish("a", "1");
        now += 1_000;
        publish("a", "2");
        now += 1_000;
        publish("a", "3");
        assertThat(ids(get(store().read(topic, null, NOON, 10)))).containsExactly("1", "2", "3");
        assertThat(ids(get(store().read(topic, null, NOON + 1, 10)))).containsExactly("2", "3");
        assertThat(ids(get(store().read(topic, null, NOON + 2_001, 10)))).isEmpty();
    }

    @Test
    void timeDoesNotGoBackWithTheClockOfAnotherNode() {
        publish("a", "1");
        now -= 60_000;
        publish("a", "2");
        assertThat(get(store().read(topic, null, null, 10)).items())
                .extracting(s -> s.storedAt().toEpochMilli())
                .containsExactly(NOON, NOON);
    }

    @Test
    void eachEventGoesToOneConsumerUntilItIsAcknowledged() {
        group();
        publish("a", "1");
        publish("b", "2");
        assertThat(offsets(1)).containsExactly(0L);
        assertThat(offsets(5)).containsExactly(1L);
        assertThat(offsets(5)).isEmpty();
        assertThat(ack(0, 7).offsets()).containsExactly(0L);
        assertThat(ack(0, 1).unknown()).containsExactly(0L);
        assertThat(state().lag()).isZero();
        assertThat(state().done()).isEqualTo(2);
        now += VISIBILITY;
        assertThat(offsets(5)).isEmpty();
    }

    @Test
    void laterEventsOfAKeyWaitForThoseInSomebodysHands() {
        group();
        publish("a", "1", "2");
        publish("b", "3");
        publish("a", "4");
        assertThat(offsets(1)).containsExactly(0L);
        assertThat(offsets(5)).containsExactly(2L);
        assertThat(state().waiting()).isEqualTo(2);
        ack(0);
        assertThat(offsets(5)).as("those of a key together").containsExactly(1L, 3L);
    }

    @Test
    void whatIsNotAcknowledgedInTimeComesAgainWithTheOthersOfItsKeyInOrder() {
        group();
        publish("a", "1", "2");
        fetch(5);
        now += VISIBILITY - 1;
        assertThat(fetch(5)).isEmpty();
        now += 1;
        List<Answer.Handed> again = fetch(5);
        assertThat(again).extracting(Answer.Handed::offset).containsExactly(0L, 1L);
        assertThat(again)
                .extracting(Answer.Handed::attempt)
                .as("the second was not to blame")
                .containsExactly(2, 1);
        assertThat(ack(0, 1).offsets()).containsExactly(0L, 1L);
    }

    @Test
    void moreTimeIsGivenToWhoAsksForIt() {
        group();
        publish("a", "1");
        fetch(5);
        now += VISIBILITY - 1;
        get(store().submit(new Command.Extend(topic, now, GROUP, List.of(0L, 9L), 60_000L)));
        now += 59_999;
        assertThat(offsets(5)).isEmpty();
        now += 1;
        assertThat(offsets(5)).containsExactly(0L);
    }

    @Test
    void whatIsRefusedRestsLongerEachTimeAndLaterOnesOfItsKeyComeBehindIt() {
        group();
        publish("a", "1", "2");
        fetch(5);
        nack(0, "no");
        now += BACKOFF - 1;
        assertThat(offsets(5)).isEmpty();
        now += 1;
        assertThat(offsets(5)).containsExactly(0L, 1L);
        nack(0, "no");
        now += 2 * BACKOFF - 1;
        assertThat(offsets(5)).isEmpty();
        now += 1;
        assertThat(offsets(5)).containsExactly(0L, 1L);
    }

    @Test
    void whatWasHandedOutOftenEnoughIsADeadLetterAndItsKeyGoesOn() {
        group();
        publish("a", "1", "2");
        for (int i = 0; i < LIMITS.deliveries(); i++) {
            assertThat(offsets(1)).containsExactly(0L);
            now += VISIBILITY;
        }
        assertThat(offsets(1)).containsExactly(1L);
        for (int i = 1; i < LIMITS.deliveries(); i++) {
            nack(1, "why " + i);
            now += 600_000;
            assertThat(offsets(1)).containsExactly(1L);
        }
        assertThat(nack(1, "why at last").offsets()).containsExactly(1L);
        assertThat(state().dead()).isEqualTo(2);
        assertThat(state().lag()).isZero();
        EventPage dead = get(store().read(EventsContract.DEAD_LETTERS_PREFIX + topic, null, null, 10));
        List<DeadLetter> letters =
                dead.items().stream().map(DeadLetterEvent::read).toList();
        assertThat(letters).extracting(DeadLetter::originOffset).containsExactly(0L, 1L);
        assertThat(letters).extracting(DeadLetter::attempts).containsExactly(3, 3);
        assertThat(letters)
                .extracting(DeadLetter::reason)
                .containsExactly("nobody acknowledged it in time", "why at last");
        assertThat(letters.get(0).event()).isEqualTo(event("1", "a"));
        assertThat(letters.get(0).topic()).isEqualTo(topic);
        assertThat(letters.get(0).group()).isEqualTo(GROUP);
    }

    @Test
    void aGroupIsSetToAnotherPlace() {
        publish("a", "1");
        now += 1_000;
        publish("a", "2", "3");
        group();
        fetch(5);
        get(store().submit(new Command.Seek(topic, now, GROUP, 2L, null)));
        assertThat(offsets(5)).containsExactly(2L);
        get(store().submit(new Command.Seek(topic, now, GROUP, null, now)));
        assertThat(offsets(5)).containsExactly(1L, 2L);
        get(store().submit(new Command.Seek(topic, now, GROUP, null, null)));
        assertThat(offsets(5)).containsExactly(0L, 1L, 2L);
        assertThat(get(store().submit(new Command.Seek(topic, now, GROUP, 99L, null)))
                        .group()
                        .next())
                .isEqualTo(3);
    }

    @Test
    void aGroupThatIsPutAgainKeepsItsPlaceAndChangesItsTimes() {
        publish("a", "1", "2");
        group();
        fetch(1);
        GroupState again = get(store().submit(new Command.PutGroup(topic, now, GROUP, 0L, null, 5_000, 0)))
                .group();
        assertThat(again.next()).isEqualTo(1);
        assertThat(again.visibility()).isEqualTo(Duration.ofSeconds(5));
        assertThat(again.pending()).isEqualTo(1);
    }

    @Test
    void aGroupThatIsNotThereIsNamed() {
        publish("a", "1");
        codeIs(ProblemCode.UNKNOWN_GROUP, store().submit(new Command.Fetch(topic, now, LIMITS, GROUP, 1, null)));
        codeIs(ProblemCode.UNKNOWN_GROUP, store().submit(new Command.Ack(topic, now, GROUP, List.of(0L))));
        group();
        get(store().submit(new Command.RemoveGroup(topic, now, GROUP)));
        codeIs(ProblemCode.UNKNOWN_GROUP, store().submit(new Command.Seek(topic, now, GROUP, 0L, null)));
        assertThat(get(store().groups(topic))).isEmpty();
    }

    @Test
    void theOldestGoWhereThereAreTooManyBytesAndGroupsGoOnBehindThem() {
        group();
        Limits small = new Limits(LIMITS.ageMillis(), 1 << 20, 3);
        String large = "x".repeat(60_000);
        for (int i = 0; i < 40; i++) {
            publish(entries(null, large + i), small);
        }
        get(store().submit(new Command.Retain(topic, now, small)));
        StoredTopic kept = get(store().topics()).stream()
                .filter(t -> t.topic().equals(topic))
                .findFirst()
                .orElseThrow();
        assertThat(kept.bytes()).isLessThanOrEqualTo((1 << 20) + small.segmentBytes() + 200_000);
        assertThat(kept.first()).isPositive();
        assertThat(kept.end()).isEqualTo(40);
        assertThat(get(store().read(topic, 0L, null, 1)).items().get(0).offset())
                .isEqualTo(kept.first());
        assertThat(offsets(1)).containsExactly(kept.first());
    }

    @Test
    void whatIsTooOldGoes() {
        Limits hour = new Limits(3_600_000, 1L << 30, 3);
        publish(entries("a", "1"), hour);
        now += 8 * 3_600_000;
        publish(entries("a", "2"), hour);
        get(store().submit(new Command.Retain(topic, now, hour)));
        assertThat(ids(get(store().read(topic, null, null, 10)))).containsExactly("2");
        now += 8 * 3_600_000;
        get(store().submit(new Command.Retain(topic, now, hour)));
        EventPage nothing = get(store().read(topic, null, null, 10));
        assertThat(nothing.items()).isEmpty();
        assertThat(nothing.next()).isEqualTo(2);
        assertThat(publish("a", "3")).containsExactly(2L);
    }

    @Test
    void eventsThatComeAtTheSameTimeHaveAPlaceEachAndNoneIsLeftOut() {
        List<Future<Answer>> many = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            EventStore from = i % 2 == 0 ? store() : other();
            many.add(from.submit(new Command.Append(topic, now, LIMITS, entries("k" + i % 7, "e" + i))));
        }
        List<Long> places =
                many.stream().map(f -> get(f).offsets().get(0)).sorted().toList();
        assertThat(places)
                .containsExactlyElementsOf(LongStream.range(0, 200).boxed().toList());
        assertThat(get(store().read(topic, null, null, 1_000)).items()).hasSize(200);
    }

    @Test
    void manyAreHandedOutInOneFetchUpToSomeSize() {
        group();
        publish(
                IntStream.range(0, 300)
                        .mapToObj(i -> Entry.of(event("e" + i, "k" + i % 5)))
                        .toList(),
                LIMITS);
        assertThat(offsets(300)).hasSize(300);
        publish(entries("large", "y".repeat(350_000), "z".repeat(350_000)), LIMITS);
        assertThat(offsets(5)).containsExactly(300L);
        assertThat(get(store().read(topic, 300L, null, 5)).items()).hasSize(2);
    }

    @Test
    void changesAreTold() {
        List<String> told = new ArrayList<>();
        other().onChange(changed -> {
            synchronized (told) {
                told.add(changed);
            }
        });
        publish("a", "1");
        await().atMost(SOON).untilAsserted(() -> {
            synchronized (told) {
                assertThat(told).contains(topic);
            }
        });
        assertThat(get(store().isReady(topic, GROUP, now)))
                .as("a fetch tells that there is no group")
                .isTrue();
        group();
        assertThat(get(store().isReady(topic, GROUP, now))).isTrue();
        fetch(1);
        assertThat(get(store().isReady(topic, GROUP, now))).isFalse();
        assertThat(get(store().isReady(topic, GROUP, now + VISIBILITY))).isTrue();
    }
}
