package io.lotse.observer;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What figures take, and what becomes of them when there is no room. */
class MetricStoreTest {
    private static final long BEGIN = 1_769_862_840L;
    private static final int WEEK = 7 * 24 * 60 * 60;

    @Test
    void keepsAValueUntilTheRingComesRound() {
        Track track = new Track(Resolution.SECOND);
        for (int second = 0; second < 2_000; second++) {
            track.put(BEGIN + second, second);
        }

        assertThat(track.get(BEGIN + 1_999)).isEqualTo(1_999);
        assertThat(track.get(BEGIN + 1_999 - 900)).isEqualTo(1_099);
        assertThat(track.get(BEGIN)).isNaN();
        track.put(BEGIN, 1);
        assertThat(track.get(BEGIN)).as("older than the ring is long").isNaN();
    }

    @Test
    void aGapTakesNoMemoryAndValuesThatAreAllTheSameTakeOne() {
        Track track = new Track(Resolution.SECOND);
        for (int second = 0; second < 3 * Track.CHUNK; second++) {
            track.put(BEGIN + second, 5);
        }
        track.put(BEGIN + 10 * Track.CHUNK, 6);

        assertThat(track.bytes()).isEqualTo(3 * 28 + 264);
        assertThat(track.get(BEGIN + 42)).isEqualTo(5);
        assertThat(track.get(BEGIN + 5 * Track.CHUNK)).isNaN();
        track.put(BEGIN + 42, 7);
        assertThat(track.get(BEGIN + 41)).isEqualTo(5);
        assertThat(track.get(BEGIN + 42)).isEqualTo(7);
    }

    @Test
    void aSeriesTakes60KilobytesAfterAWeek() {
        Series series = new Series();
        for (Resolution resolution : Resolution.values()) {
            long end = resolution.slot(BEGIN);
            for (long slot = end - resolution.slots(); slot < end; slot++) {
                series.put(resolution, slot, slot % 1_000);
            }
        }

        assertThat(series.bytes()).isBetween(55_000, 62_000);
    }

    @Test
    void makesRoomByWhatWasNotMeasuredForTheLongestTime() {
        MetricStore store = new MetricStore(3 * 16_384);
        put(store, "a", BEGIN);
        put(store, "b", BEGIN + 10);
        put(store, "c", BEGIN + 100);

        put(store, "d", BEGIN + 100);

        assertThat(store.size()).isEqualTo(3);
        assertThat(store.dropped()).isEqualTo(1);
        assertThat(store.figures(Subject.service("a"))).isEmpty();
        assertThat(store.figures(Subject.service("d"))).containsExactly(Figure.QUEUED);
    }

    @Test
    void refusesANewSeriesWhereAllAreMeasured() {
        MetricStore store = new MetricStore(16_384);
        put(store, "a", BEGIN);

        put(store, "b", BEGIN + 1);

        assertThat(store.figures(Subject.service("b"))).isEmpty();
        assertThat(store.refused()).isEqualTo(1);
        put(store, "b", BEGIN + 100);
        assertThat(store.figures(Subject.service("b"))).isNotEmpty();
    }

    @Test
    void forgetsTheOldestHoursOfAllWhereAllAreMeasuredAndTheyTakeTooMuch() {
        MetricStore store = new MetricStore(2 * 16_384);
        for (String name : new String[] {"a", "b"}) {
            for (int second = 0; second < WEEK; second += 60) {
                long slot = Resolution.MINUTE.slot(BEGIN + second);
                store.put(new MetricStore.Key(Subject.service(name), Figure.QUEUED), Resolution.MINUTE, slot, second);
            }
        }

        store.tidy(BEGIN + WEEK);

        assertThat(store.bytes()).isBetween(20_000L, 2L * 16_384);
        assertThat(store.size()).isEqualTo(2);
        float[] lastHours = store.find(Subject.service("a"), Figure.QUEUED)
                .orElseThrow()
                .read(
                        Resolution.MINUTE,
                        Resolution.MINUTE.slot(BEGIN + WEEK) - 120,
                        Resolution.MINUTE.slot(BEGIN + WEEK));
        assertThat(lastHours).doesNotContain(Float.NaN);
    }

    @Test
    void knowsTheServiceOfAnInstanceWhicheverIsToldFirst() {
        MetricStore store = new MetricStore(1 << 20);
        Subject instance = Subject.instance("orders-1");
        store.belongs(instance, "orders");
        store.tidy(BEGIN);
        store.put(new MetricStore.Key(instance, Figure.QUEUED), Resolution.SECOND, BEGIN, 1);

        store.belongs(instance, "orders");

        assertThat(store.instances("orders")).containsExactly(instance);
    }

    @Test
    void forgetsWhatNobodyMeasuredForAWeek() {
        MetricStore store = new MetricStore(1 << 20);
        store.belongs(Subject.instance("orders-1"), "orders");
        store.put(new MetricStore.Key(Subject.instance("orders-1"), Figure.QUEUED), Resolution.SECOND, BEGIN, 1);

        store.tidy(BEGIN + WEEK - 60);
        assertThat(store.instances("orders")).isNotEmpty();

        store.tidy(BEGIN + WEEK + 60);
        assertThat(store.instances("orders")).isEmpty();
        assertThat(store.size()).isZero();
    }

    private static void put(MetricStore store, String service, long second) {
        store.put(new MetricStore.Key(Subject.service(service), Figure.QUEUED), Resolution.SECOND, second, 1);
    }
}
