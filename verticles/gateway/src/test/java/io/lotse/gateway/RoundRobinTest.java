package io.lotse.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RoundRobinTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final HealthGroup healths = new HealthGroup(WatchRule.DEFAULTS, nanos::get, (p, c) -> {});
    private final Endpoint one = endpoint(1, 1);
    private final Endpoint two = endpoint(2, 1);
    private final Picker picker = new RoundRobin(List.of(one, two));

    @Test
    void leavesAnEndpointOutForASecondAfterAFailedConnect() {
        one.health().connectFailed();

        assertThat(pick(8)).containsExactly(two);
        pass(Duration.ofMillis(999));
        assertThat(pick(8)).containsExactly(two);
        pass(Duration.ofMillis(1));
        assertThat(pick(8)).contains(one);
    }

    @Test
    void triesAnEndpointOnceWhenItsTimeIsOver() {
        one.health().connectFailed();
        pass(Duration.ofSeconds(1));

        int trials = 0;
        for (int i = 0; i < 20; i++) {
            trials += picker.pick(null, List.of()) == one ? 1 : 0;
        }

        assertThat(trials).isOne();
    }

    @Test
    void takesAnEndpointBackOnceItConnects() {
        one.health().connectFailed();
        one.health().connected();

        assertThat(pick(2)).containsExactlyInAnyOrder(one, two);
    }

    @Test
    void usesEndpointsThatAreLeftOutWhenThereAreNoOthers() {
        one.health().connectFailed();
        two.health().connectFailed();

        assertThat(pick(2)).containsExactlyInAnyOrder(one, two);
    }

    @Test
    void neverPicksWhatHasBeenTried() {
        assertThat(picker.pick(null, List.of(one))).isSameAs(two);
        assertThat(picker.pick(null, List.of(two))).isSameAs(one);
        assertThat(picker.pick(null, List.of(one, two))).isNull();
    }

    @Test
    void picksByWeightAndSpreadsTheTurnsEvenly() {
        Endpoint heavy = endpoint(3, 6);
        Endpoint light = endpoint(4, 2);
        Picker weighted = new RoundRobin(List.of(heavy, light));
        List<Endpoint> picked = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            picked.add(weighted.pick(null, List.of()));
        }

        assertThat(picked).filteredOn(light::equals).hasSize(100);
        for (int i = 0; i < 396; i++) {
            assertThat(picked.subList(i, i + 4)).contains(light);
        }
    }

    private Set<Endpoint> pick(int times) {
        Set<Endpoint> picked = new HashSet<>();
        for (int i = 0; i < times; i++) {
            picked.add(picker.pick(null, List.of()));
        }
        return picked;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private Endpoint endpoint(int port, int weight) {
        Place place =
                new Place("i" + port, SocketAddress.inetSocketAddress(port, "127.0.0.1"), false, weight, null, false);
        return new Endpoint(place, healths.of(place), null, new Traffic("orders", place.id(), null));
    }
}
