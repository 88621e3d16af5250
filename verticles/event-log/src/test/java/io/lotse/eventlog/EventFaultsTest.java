package io.lotse.eventlog;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.vertx.core.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.events.EventPage;

import static io.lotse.eventlog.EventStoreConformance.LIMITS;
import static io.lotse.eventlog.EventStoreConformance.NOON;
import static io.lotse.eventlog.EventStoreConformance.SOON;
import static io.lotse.eventlog.EventStoreConformance.entries;
import static io.lotse.eventlog.EventStoreConformance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class EventFaultsTest {
    private static final String TOPIC = "orders";
    /** More than there are between two snapshots. */
    private static final int MANY = 9_000;

    @TempDir
    private Path folder;

    private static void publish(EventStore store, int from, int to) {
        List<Future<Answer>> all = new ArrayList<>();
        for (int i = from; i < to; i++) {
            all.add(store.submit(new Command.Append(TOPIC, NOON + i, LIMITS, entries("k" + i % 10, "e" + i))));
            if (all.size() == 256) {
                all.forEach(EventStoreConformance::get);
                all.clear();
            }
        }
        all.forEach(EventStoreConformance::get);
    }

    private static long end(EventStore store) {
        return get(store.read(TOPIC, 0L, null, 1)).end();
    }

    @Test
    void aFullDiskRefusesEventsAndLetsThemBeReadAndAcknowledged() {
        AtomicLong free = new AtomicLong(1L << 40);
        try (EventVoters voters = new EventVoters(folder, 1)) {
            voters.space(free::get);
            EventStore store = voters.leader();
            publish(store, 0, 3);
            get(store.submit(new Command.PutGroup(TOPIC, NOON, "g", null, null, 1_000, 0)));
            free.set(1_000);
            await().atMost(SOON).untilAsserted(() -> assertThatThrownBy(() -> publish(store, 3, 4))
                    .isInstanceOfSatisfying(ContractException.class, e -> {
                        assertThat(e.code()).isEqualTo(ProblemCode.EVENT_LOG_DISK_FULL);
                        assertThat(e).hasMessageContaining("make room");
                    }));
            assertThat(get(store.submit(new Command.Fetch(TOPIC, NOON, LIMITS, "g", 2, null)))
                            .handed())
                    .hasSize(2);
            assertThat(get(store.submit(new Command.Ack(TOPIC, NOON, "g", List.of(0L, 1L))))
                            .offsets())
                    .hasSize(2);
            long before = end(store);
            free.set(1L << 40);
            await().atMost(SOON).ignoreExceptions().untilAsserted(() -> publish(store, 9, 10));
            assertThat(end(store)).isGreaterThan(before);
        }
    }

    @Test
    void afterARestartAllIsThereAndWhatWasStoredIsKnown() {
        try (EventVoters voters = new EventVoters(folder, 1)) {
            String name = voters.names().get(0);
            publish(voters.leader(), 0, MANY);
            get(voters.leader().submit(new Command.PutGroup(TOPIC, NOON, "g", 5L, null, 1_000, 0)));
            voters.stop(name);
            voters.start(name);
            EventStore again = voters.leader();
            assertThat(end(again)).isEqualTo(MANY);
            publish(again, MANY - 100, MANY);
            assertThat(end(again)).as("published again, stored once").isEqualTo(MANY);
            assertThat(get(again.groups(TOPIC)).get(0).next()).isEqualTo(5);
            assertThat(voters.lost()).isEmpty();
        }
    }

    @Test
    void aVoterThatWasAwayForLongIsSentTheFilesOfAnother() {
        try (EventVoters voters = new EventVoters(folder, 3)) {
            String away = voters.names().stream()
                    .filter(n -> voters.store(n) != voters.leader())
                    .findFirst()
                    .orElseThrow();
            publish(voters.leader(), 0, 100);
            voters.stop(away);
            publish(voters.leader(), 100, MANY);
            EventStore back = voters.start(away);
            await().atMost(SOON).untilAsserted(() -> assertThat(end(back)).isEqualTo(MANY));
            EventPage last = get(back.read(TOPIC, MANY - 3L, null, 10));
            assertThat(last.items()).extracting(s -> s.event().id()).containsExactly("e8997", "e8998", "e8999");
            publish(voters.leader(), MANY, MANY + 50);
            await().atMost(SOON).untilAsserted(() -> assertThat(end(back)).isEqualTo(MANY + 50));
            assertThat(voters.lost()).isEmpty();
        }
    }
}
