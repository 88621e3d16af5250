package io.lotse.gateway;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RouteTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Endpoint one = endpoint(1);
    private final Endpoint two = endpoint(2);
    private final Route route = new Route("s", "/api/s", List.of(one, two), List.of(one, two), "");

    @Test
    void leavesAnEndpointOutForASecondAfterAFailedConnect() {
        one.connectFailed();

        assertThat(pick(8)).containsExactly(two);
        pass(Duration.ofMillis(999));
        assertThat(pick(8)).containsExactly(two);
        pass(Duration.ofMillis(1));
        assertThat(pick(8)).contains(one);
    }

    @Test
    void triesAnEndpointOnceWhenItsTimeIsOver() {
        one.connectFailed();
        pass(Duration.ofSeconds(1));

        int trials = 0;
        for (int i = 0; i < 20; i++) {
            trials += route.next(false, List.of()) == one ? 1 : 0;
        }

        assertThat(trials).isOne();
    }

    @Test
    void leavesAnEndpointOutTwiceAsLongEachTimeUpToHalfAMinute() {
        for (long seconds : new long[] {1, 2, 4, 8, 16, 30, 30}) {
            one.connectFailed();
            pass(Duration.ofSeconds(seconds).minusNanos(1));
            assertThat(one.admits()).isFalse();
            pass(Duration.ofNanos(1));
            assertThat(one.admits()).isTrue();
        }
    }

    @Test
    void takesAnEndpointBackOnceItConnects() {
        one.connectFailed();
        one.connected();

        assertThat(pick(2)).containsExactlyInAnyOrder(one, two);
    }

    @Test
    void usesEndpointsThatAreLeftOutWhenThereAreNoOthers() {
        one.connectFailed();
        two.connectFailed();

        assertThat(pick(2)).containsExactlyInAnyOrder(one, two);
    }

    @Test
    void neverPicksWhatHasBeenTried() {
        assertThat(route.next(false, List.of(one))).isSameAs(two);
        assertThat(route.next(false, List.of(two))).isSameAs(one);
        assertThat(route.next(false, List.of(one, two))).isNull();
    }

    private Set<Endpoint> pick(int times) {
        Set<Endpoint> picked = new HashSet<>();
        for (int i = 0; i < times; i++) {
            picked.add(route.next(false, List.of()));
        }
        return picked;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private Endpoint endpoint(int port) {
        return new Endpoint(SocketAddress.inetSocketAddress(port, "127.0.0.1"), false, nanos::get);
    }
}
