package io.lotse.observer;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

import org.HdrHistogram.IntCountsHistogram;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.metrics.InstanceTraffic;
import io.lotse.contracts.metrics.TrafficReport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What is told by the second, at each resolution. */
class RollupTest {
    /** On a minute. */
    private static final long BEGIN = 1_769_862_840L;

    private final MetricStore store = new MetricStore(10 << 20);
    private final Rollup rollup = new Rollup(store, BEGIN);
    private final MetricFeed feed = new MetricFeed(store, rollup);
    private final Subject orders = Subject.service("orders");

    @Test
    void foldsGaugesAsTheirFigureSays() {
        Subject instance = Subject.instance("orders-1");
        for (int second = 0; second < 60; second++) {
            int value = second;
            rollup.advance(BEGIN + second);
            rollup.take(instance, BEGIN + second, bin -> {
                bin.gauge(Figure.MEMORY_BYTES, 1_000 + value);
                bin.gauge(Figure.MEMORY_FLOOR_BYTES, 1_000 + value);
            });
        }
        rollup.advance(BEGIN + 60 + Rollup.PATIENCE_SECONDS);

        assertThat(value(instance, Figure.MEMORY_BYTES, Resolution.SECOND, BEGIN + 7))
                .isEqualTo(1_007);
        assertThat(value(instance, Figure.MEMORY_BYTES, Resolution.TEN_SECONDS, BEGIN))
                .isEqualTo(1_004.5f);
        assertThat(value(instance, Figure.MEMORY_BYTES, Resolution.MINUTE, BEGIN))
                .isEqualTo(1_029.5f);
        assertThat(value(instance, Figure.MEMORY_FLOOR_BYTES, Resolution.MINUTE, BEGIN))
                .isEqualTo(1_000);
    }

    @Test
    void mergesTheLatenciesOfGatewaysInstancesAndSeconds() {
        // 90 fast ones here, 10 slow ones there: neither of both knows the percentiles of all
        for (int second = 0; second < 10; second++) {
            rollup.advance(BEGIN + second);
            count(BEGIN + second, "orders-1", 9, 10_000);
            count(BEGIN + second, "orders-2", 1, 200_000);
        }
        rollup.advance(BEGIN + 70);

        assertThat(value(orders, Figure.LATENCY_P50_MS, Resolution.TEN_SECONDS, BEGIN))
                .isCloseTo(10, within(0.1f));
        assertThat(value(orders, Figure.LATENCY_P95_MS, Resolution.TEN_SECONDS, BEGIN))
                .isCloseTo(200, within(2f));
        assertThat(value(orders, Figure.LATENCY_MAX_MS, Resolution.MINUTE, BEGIN))
                .isCloseTo(200, within(2f));
        assertThat(value(Subject.instance("orders-1"), Figure.LATENCY_MAX_MS, Resolution.MINUTE, BEGIN))
                .isCloseTo(10, within(0.1f));
        assertThat(value(orders, Figure.REQUESTS_PER_SECOND, Resolution.TEN_SECONDS, BEGIN))
                .isEqualTo(10);
        assertThat(value(orders, Figure.REQUESTS_PER_SECOND, Resolution.SECOND, BEGIN + 3))
                .isEqualTo(10);
    }

    @Test
    void theNumberUnderWayIsThatOfAllGatewaysButNotSummedOverTime() {
        for (int second = 0; second < 10; second++) {
            rollup.advance(BEGIN + second);
            count(BEGIN + second, "orders-1", 1, 1_000);
            count(BEGIN + second, "orders-1", 1, 1_000);
        }
        rollup.advance(BEGIN + 20);

        assertThat(value(orders, Figure.IN_FLIGHT, Resolution.SECOND, BEGIN)).isEqualTo(4);
        assertThat(value(orders, Figure.IN_FLIGHT, Resolution.TEN_SECONDS, BEGIN))
                .isEqualTo(4);
    }

    @Test
    void whatComesAWhileLateCountsWhereItBelongs() {
        rollup.advance(BEGIN + 2);
        count(BEGIN, "orders-1", 5, 1_000);
        rollup.advance(BEGIN + 10);

        assertThat(value(orders, Figure.REQUESTS_PER_SECOND, Resolution.SECOND, BEGIN))
                .isEqualTo(5);
    }

    @Test
    void aClockThatIsFarOffCountsAsNow() {
        rollup.advance(BEGIN + 10);
        count(BEGIN + 86_400, "orders-1", 5, 1_000);
        count(BEGIN - 86_400, "orders-1", 6, 1_000);
        rollup.advance(BEGIN + 20);

        assertThat(value(orders, Figure.REQUESTS_PER_SECOND, Resolution.SECOND, BEGIN + 10))
                .isEqualTo(11);
    }

    @Test
    void aRateIsOfTheTimeThatWasListenedTo() {
        Rollup late = new Rollup(store, BEGIN + 50);
        MetricFeed listening = new MetricFeed(store, late);
        for (int second = 50; second < 60; second++) {
            late.advance(BEGIN + second);
            listening.counted(report(BEGIN + second, "orders-1", 12, 1_000));
        }
        late.advance(BEGIN + 70);

        assertThat(value(orders, Figure.REQUESTS_PER_SECOND, Resolution.MINUTE, BEGIN))
                .isEqualTo(12);
    }

    @Test
    void endsEverythingWhenTheNodeStops() {
        count(BEGIN, "orders-1", 5, 1_000);

        rollup.finish();

        assertThat(value(orders, Figure.REQUESTS_PER_SECOND, Resolution.MINUTE, BEGIN))
                .isEqualTo(5);
    }

    @Test
    void aHistogramThatNobodyCanReadCostsItsTimesOnly() {
        feed.counted(new TrafficReport(
                "gateway",
                Instant.ofEpochSecond(BEGIN),
                List.of(new InstanceTraffic("orders", "orders-1", 3, 1, 0, "no histogram")),
                null));
        rollup.finish();

        assertThat(value(orders, Figure.REQUESTS_PER_SECOND, Resolution.SECOND, BEGIN))
                .isEqualTo(3);
        assertThat(value(orders, Figure.ERRORS_PER_SECOND, Resolution.SECOND, BEGIN))
                .isEqualTo(1);
        assertThat(store.figures(orders)).doesNotContain(Figure.LATENCY_P99_MS);
    }

    private float value(Subject subject, Figure figure, Resolution resolution, long second) {
        long slot = resolution.slot(second);
        return store.find(subject, figure).orElseThrow().read(resolution, slot, slot + 1)[0];
    }

    private void count(long second, String instance, int requests, long micros) {
        feed.counted(report(second, instance, requests, micros));
    }

    private static TrafficReport report(long second, String instance, int requests, long micros) {
        IntCountsHistogram histogram = new IntCountsHistogram(Bin.SIGNIFICANT_DIGITS);
        histogram.recordValueWithCount(micros, requests);
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        byte[] encoded = new byte[histogram.encodeIntoByteBuffer(buffer)];
        buffer.rewind().get(encoded);
        return new TrafficReport(
                "gateway",
                Instant.ofEpochSecond(second),
                List.of(new InstanceTraffic(
                        "orders", instance, requests, 0, 2, Base64.getEncoder().encodeToString(encoded))),
                null);
    }
}
