package io.lotse.gateway;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.lotse.contracts.metrics.PathTraffic;
import io.lotse.contracts.metrics.WatchedPaths;

import static org.assertj.core.api.Assertions.assertThat;

/** Which requests are measured by their paths. */
class PathWatchTest {
    private final AtomicLong nanos = new AtomicLong();
    private final PathWatch watch = new PathWatch(nanos::get);

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "/checkout, /checkout",
                "/checkout?x=/a, /checkout",
                "/%63heckout, /checkout",
                "/checkout/, none",
                "/checkouts, none",
                "/orders/7, /orders/{id}",
                "/orders/all, /orders/all",
                "/orders/, /orders/**",
                "/orders, /orders/**",
                "/orders/7/lines?b, /orders/**",
                "/, /",
                "/other, none"
            })
    void aRequestIsOfTheMostSpecificPathThatItFits(String target, String path) {
        hear("node-a", "/orders/**", "/checkout", "/orders/{id}", "/orders/all", "/");

        PathTally found = watch.find("orders", target);

        assertThat(found == null ? null : found.pattern().toString()).isEqualTo(path);
        assertThat(watch.find("bills", target)).isNull();
    }

    @Test
    void handsOverWhatWasCountedOnce() {
        hear("node-a", "/checkout");
        watch.find("orders", "/checkout").count(TimeUnit.MILLISECONDS.toNanos(5), false);
        hear("node-b", "/other", "/checkout");
        watch.find("orders", "/checkout").count(TimeUnit.MILLISECONDS.toNanos(5), true);

        assertThat(watch.drain())
                .singleElement()
                .satisfies(t -> assertThat(t.requests()).isEqualTo(2))
                .satisfies(t -> assertThat(t.errors()).isEqualTo(1))
                .extracting(PathTraffic::path)
                .isEqualTo("/checkout");
        assertThat(watch.drain()).isEmpty();
    }

    @Test
    void measuresAPathForAsLongAsSomebodyWantsIt() {
        hear("node-a", "/checkout");
        hear("node-b", "/checkout");

        watch.hear(new WatchedPaths("node-a", Map.of()));
        assertThat(watch.find("orders", "/checkout")).isNotNull();

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(36));
        watch.drain();
        assertThat(watch.find("orders", "/checkout"))
                .as("of a node that nobody hears of")
                .isNull();
    }

    @Test
    void aPathThatOnlyAnotherReleaseUnderstandsIsLeftOut() {
        hear("node-a", "checkout", "/checkout");

        assertThat(watch.find("orders", "/checkout")).isNotNull();
    }

    private void hear(String node, String... paths) {
        watch.hear(new WatchedPaths(node, Map.of("orders", List.of(paths))));
    }
}
