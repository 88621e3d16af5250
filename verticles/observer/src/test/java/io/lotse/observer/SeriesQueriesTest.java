package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.metrics.SeriesColumn;
import io.lotse.contracts.metrics.SeriesQuery;
import io.lotse.contracts.metrics.SeriesReply;
import io.lotse.testfaults.SettableClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Questions about spans of time. */
class SeriesQueriesTest {
    private static final long NOW = 1_769_862_840L;

    private final MetricStore store = new MetricStore(10 << 20);
    private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(NOW));
    private final SeriesQueries queries =
            new SeriesQueries("node-a", new SeriesReader(store), Subject.service("new")::equals, clock);

    @Test
    void answersByTheSecondWhereThatIsKept() {
        fill(Subject.service("orders"), Figure.QUEUED, Resolution.SECOND, 900, 1);

        SeriesReply reply = queries.answer(service("orders", null, null, null));

        assertThat(reply.step()).isEqualTo(Duration.ofSeconds(1));
        assertThat(reply.heldBy()).isEqualTo("node-a");
        SeriesColumn queued = reply.series().get(0);
        assertThat(queued.metric()).isEqualTo("queued");
        assertThat(queued.times()).hasSize(900).startsWith(NOW - 900).endsWith(NOW - 1);
        assertThat(queued.values()).hasSize(900).containsOnly(1.0);
    }

    @Test
    void takesTheFinestThatStillHasAllOfTheSpan() {
        fill(Subject.service("orders"), Figure.QUEUED, Resolution.SECOND, 900, 1);
        fill(Subject.service("orders"), Figure.QUEUED, Resolution.TEN_SECONDS, 2_160, 2);
        fill(Subject.service("orders"), Figure.QUEUED, Resolution.MINUTE, 10_080, 3);

        assertThat(queries.answer(service("orders", null, ago(Duration.ofHours(5)), null))
                        .series()
                        .get(0)
                        .values())
                .hasSize(1_800)
                .containsOnly(2.0);
        SeriesReply week = queries.answer(service("orders", null, ago(Duration.ofDays(7)), null));
        assertThat(week.step()).isEqualTo(Duration.ofMinutes(5));
        assertThat(week.series().get(0).values()).hasSizeBetween(2_015, 2_017).containsOnly(3.0);
    }

    @Test
    void foldsToTheStepThatIsWanted() {
        Subject orders = Subject.service("orders");
        for (int i = 0; i < 60; i++) {
            put(orders, Figure.QUEUED, Resolution.SECOND, NOW - 60 + i, i);
            put(orders, Figure.LATENCY_P99_MS, Resolution.SECOND, NOW - 60 + i, i);
        }

        SeriesReply reply = queries.answer(service("orders", null, ago(Duration.ofSeconds(60)), Duration.ofSeconds(5)));

        assertThat(reply.series()).extracting(SeriesColumn::metric).containsExactly("latency_p99_ms", "queued");
        assertThat(reply.series().get(0).values()).startsWith(4.0, 9.0);
        assertThat(reply.series().get(1).values()).hasSize(12).startsWith(2.0, 7.0);
    }

    @Test
    void aGapHasNoValues() {
        put(Subject.node("node-a"), Figure.CPU_PERCENT, Resolution.SECOND, NOW - 30, 50);
        put(Subject.node("node-a"), Figure.CPU_PERCENT, Resolution.SECOND, NOW - 10, 60);

        SeriesColumn cpu = queries.answer(new SeriesQuery(null, null, "node-a", null, null, null, null))
                .series()
                .get(0);

        assertThat(cpu.times()).containsExactly(NOW - 30, NOW - 10);
        assertThat(cpu.values()).containsExactly(50.0, 60.0);
    }

    @Test
    void aServiceHasTheFiguresOfItsInstancesTogether() {
        for (String id : new String[] {"orders-1", "orders-2"}) {
            store.belongs(Subject.instance(id), "orders");
            long slot = Resolution.TEN_SECONDS.slot(NOW) - 3;
            put(Subject.instance(id), Figure.MEMORY_BYTES, Resolution.TEN_SECONDS, slot, 100);
            put(Subject.instance(id), Figure.CPU_PERCENT, Resolution.TEN_SECONDS, slot, 40);
        }

        SeriesReply reply = queries.answer(service("orders", null, null, null));

        assertThat(reply.step()).isEqualTo(Duration.ofSeconds(10));
        assertThat(reply.series()).extracting(SeriesColumn::metric).containsExactly("cpu_percent", "memory_bytes");
        assertThat(reply.series().get(0).values()).containsExactly(40.0);
        assertThat(reply.series().get(1).values()).containsExactly(200.0);
    }

    @Test
    void tellsNothingOfWhatIsRegisteredAndNotYetMeasured() {
        assertThat(queries.answer(service("new", null, null, null)).series()).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithAQuestion() {
        put(Subject.service("orders"), Figure.QUEUED, Resolution.SECOND, NOW, 1);

        assertThatThrownBy(() -> queries.answer(service("unheard-of", null, null, null)))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.NOT_FOUND));
        assertThatThrownBy(() -> queries.answer(service("orders", "speed", null, null)))
                .hasMessageContaining("latency_p99_ms");
        assertThatThrownBy(() -> queries.answer(service("orders", null, Instant.ofEpochSecond(NOW + 5), null)))
                .hasMessageContaining("from");
        assertThatThrownBy(() -> queries.answer(service("orders", null, null, Duration.ZERO)))
                .hasMessageContaining("step");
        assertThatThrownBy(() -> queries.answer(new SeriesQuery("orders", "orders-1", null, null, null, null, null)))
                .hasMessageContaining("one of service, service_id and node");
    }

    private static SeriesQuery service(String name, String metric, Instant from, Duration step) {
        return new SeriesQuery(name, null, null, metric, from, null, step);
    }

    private static Instant ago(Duration time) {
        return Instant.ofEpochSecond(NOW).minus(time);
    }

    private void fill(Subject subject, Figure figure, Resolution resolution, int slots, double value) {
        for (long slot = resolution.slot(NOW) - slots; slot < resolution.slot(NOW); slot++) {
            put(subject, figure, resolution, slot, value);
        }
    }

    private void put(Subject subject, Figure figure, Resolution resolution, long slot, double value) {
        store.put(new MetricStore.Key(subject, figure), resolution, slot, value);
    }
}
