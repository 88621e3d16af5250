package io.lotse.gateway;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The strategies by their statistics, with fixed seeds. */
class PickersTest {
    private final AtomicLong nanos = new AtomicLong(1_000_000_000);
    private final HealthGroup healths = new HealthGroup(WatchRule.DEFAULTS, nanos::get, (p, c) -> {});
    private final List<Endpoint> ten =
            IntStream.range(0, 10).mapToObj(i -> endpoint(i, 1, null)).toList();
    /** Sends what has no request, only a number. */
    private long key;

    @Test
    void leastRequestsKeepsAllEquallyBusyByWeight() {
        Endpoint heavy = endpoint(20, 3, null);
        Endpoint light = endpoint(21, 1, null);
        Picker picker = new LeastRequests(List.of(heavy, light));

        for (int i = 0; i < 40; i++) {
            picker.pick(null, List.of()).begin();
        }

        assertThat(heavy.running()).isEqualTo(30);
        assertThat(light.running()).isEqualTo(10);
    }

    @Test
    void leastRequestsLeavesASlowInstanceAlone() {
        Picker picker = new LeastRequests(ten);
        IntStream.range(0, 5).forEach(i -> ten.get(0).begin());

        Map<Endpoint, Integer> picked = count(1_000, picker);

        assertThat(picked).doesNotContainKey(ten.get(0)).hasSize(9);
    }

    @Test
    void peakEwmaSendsASlowInstanceMuchLess() {
        Picker picker = new PeakEwma(ten, nanos::get, new SplittableRandom(42));
        ten.forEach(e -> e.observe(1_000_000, nanos.get()));
        ten.get(0).observe(50_000_000, nanos.get());

        Map<Endpoint, Integer> picked = count(10_000, picker);

        // two draws of ten: it is picked only against itself, which does not happen
        assertThat(picked).doesNotContainKey(ten.get(0)).hasSize(9);
        picked.values().forEach(n -> assertThat(n).isBetween(800, 1_500));
    }

    @Test
    void peakEwmaForgetsAPeakWithTime() {
        ten.get(0).observe(50_000_000, nanos.get());
        assertThat(ten.get(0).cost(nanos.get())).isEqualTo(50_000_000);

        nanos.addAndGet(120_000_000_000L);
        ten.get(0).observe(1_000_000, nanos.get());

        assertThat(ten.get(0).cost(nanos.get())).isBetween(1_000_000d, 1_010_000d);
    }

    @Test
    void peakEwmaAsksASlowInstanceAgainAfterTenSeconds() {
        Picker picker = new PeakEwma(ten, nanos::get, new SplittableRandom(42));
        ten.get(0).observe(60_000_000_000L, nanos.get());

        nanos.addAndGet(9_000_000_000L);
        ten.subList(1, 10).forEach(e -> e.observe(1_000_000, nanos.get()));
        assertThat(count(1_000, picker)).doesNotContainKey(ten.get(0));

        nanos.addAndGet(1_000_000_000L);
        assertThat(count(1_000, picker)).containsKey(ten.get(0));
    }

    @Test
    void peakEwmaSendsOneRequestToANewInstanceUntilItHasAnswered() {
        Picker picker = new PeakEwma(ten, nanos::get, new SplittableRandom(42));
        ten.subList(1, 10).forEach(e -> e.observe(1_000_000, nanos.get()));
        assertThat(count(1_000, picker)).containsKey(ten.get(0));

        ten.get(0).begin();
        assertThat(count(1_000, picker)).doesNotContainKey(ten.get(0));

        ten.get(0).observe(2_000_000, nanos.get());
        ten.get(0).end();
        ten.subList(1, 10).forEach(e -> e.observe(2_000_000, nanos.get()));
        assertThat(count(1_000, picker)).containsKey(ten.get(0));
    }

    @Test
    void peakEwmaTriesALeftOutInstanceOnceItsTimeIsOver() {
        Picker picker = new PeakEwma(ten, nanos::get, new SplittableRandom(42));
        ten.get(0).health().connectFailed();

        assertThat(count(1_000, picker)).doesNotContainKey(ten.get(0));
        nanos.addAndGet(1_000_000_000);
        assertThat(count(1_000, picker)).containsEntry(ten.get(0), 1);
    }

    @Test
    void consistentHashSharesKeysAboutEquallyAndByWeight() {
        List<Endpoint> endpoints = new ArrayList<>(ten);
        endpoints.add(endpoint(30, 5, null));
        Map<Endpoint, Integer> picked = new HashMap<>();
        Picker picker = new ConsistentHash(endpoints, r -> HashKey.mix(key));
        for (key = 1; key <= 15_000; key++) {
            picked.merge(picker.pick(null, List.of()), 1, Integer::sum);
        }

        ten.forEach(e -> assertThat(picked.get(e)).isBetween(700, 1_300));
        assertThat(picked.get(endpoints.get(10))).isBetween(4_300, 5_700);
    }

    @Test
    void consistentHashMovesOnlyTheKeysOfTheInstanceThatIsGone() {
        Map<Long, Endpoint> before = owners(ten);
        Map<Long, Endpoint> after = owners(ten.subList(1, 10));

        before.forEach((k, owner) -> {
            if (owner != ten.get(0)) {
                assertThat(after.get(k)).isSameAs(owner);
            }
        });
    }

    @Test
    void consistentHashPassesByAnInstanceThatIsMuchBusierThanTheOthers() {
        Picker picker = new ConsistentHash(ten, r -> 12345);
        Map<Endpoint, Integer> running = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            Endpoint picked = picker.pick(null, List.of());
            picked.begin();
            running.merge(picked, 1, Integer::sum);
        }

        // the bound is a quarter above the mean of 10, rounded up
        assertThat(running.values()).allSatisfy(n -> assertThat(n).isLessThanOrEqualTo(13));
    }

    @Test
    void consistentHashTakesTheSameOtherOneWhileTheFirstHasFailed() {
        Picker picker = new ConsistentHash(ten, r -> 12345);
        Endpoint first = picker.pick(null, List.of());
        Endpoint second = picker.pick(null, List.of(first));

        assertThat(second).isNotSameAs(first).isNotNull();
        first.health().connectFailed();
        assertThat(count(100, picker)).containsOnlyKeys(second);
    }

    @Test
    void theOwnZoneGoesFirstWhileOneOfItWorks() {
        Endpoint near = endpoint(40, 1, "a");
        Endpoint alsoNear = endpoint(41, 1, "a");
        Endpoint far = endpoint(42, 1, "b");
        List<Endpoint> nearOnes = List.of(near, alsoNear);
        Picker picker =
                new OwnZoneFirst(nearOnes, new RoundRobin(nearOnes), new RoundRobin(List.of(near, alsoNear, far)));

        assertThat(count(30, picker)).containsOnlyKeys(near, alsoNear);
        near.health().connectFailed();
        assertThat(count(30, picker)).containsOnlyKeys(alsoNear);
        alsoNear.health().connectFailed();
        assertThat(count(30, picker)).containsOnlyKeys(far);
    }

    @Test
    void aNewInstanceStartsWithATenthOfItsShareAndGrows() {
        Place place = place(50, 1, null);
        Endpoint fresh = new Endpoint(
                place,
                healths.of(place),
                new WarmUp(10_000_000_000L, nanos::get),
                new Traffic("orders", place.id(), null));
        Picker picker = new RoundRobin(List.of(ten.get(0), fresh));

        assertThat(count(2_000, picker).get(fresh)).isBetween(50, 170);
        nanos.addAndGet(5_000_000_000L);
        assertThat(count(2_000, picker).get(fresh)).isBetween(400, 600);
        nanos.addAndGet(5_000_000_000L);
        assertThat(count(2_000, picker).get(fresh)).isEqualTo(1_000);
    }

    @Test
    void everyStrategyHasSomethingWhileAnyEndpointWasNotTried() {
        ten.forEach(e -> e.health().connectFailed());
        List<Picker> pickers = List.of(
                new RoundRobin(ten),
                new LeastRequests(ten),
                new PeakEwma(ten, nanos::get, new SplittableRandom(1)),
                new ConsistentHash(ten, r -> 7));
        for (Picker picker : pickers) {
            Collection<Endpoint> tried = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Endpoint next = picker.pick(null, tried);
                assertThat(next).isNotNull().isNotIn(tried);
                tried.add(next);
            }
            assertThat(picker.pick(null, tried)).isNull();
        }
    }

    private Map<Long, Endpoint> owners(List<Endpoint> endpoints) {
        Picker picker = new ConsistentHash(endpoints, r -> HashKey.mix(key));
        Map<Long, Endpoint> owners = new HashMap<>();
        for (key = 1; key <= 5_000; key++) {
            owners.put(key, picker.pick(null, List.of()));
        }
        return owners;
    }

    private static Map<Endpoint, Integer> count(int times, Picker picker) {
        Map<Endpoint, Integer> picked = new HashMap<>();
        for (int i = 0; i < times; i++) {
            picked.merge(picker.pick(null, List.of()), 1, Integer::sum);
        }
        return picked;
    }

    private Endpoint endpoint(int number, int weight, String zone) {
        Place place = place(number, weight, zone);
        return new Endpoint(place, healths.of(place), null, new Traffic("orders", place.id(), null));
    }

    private static Place place(int number, int weight, String zone) {
        return new Place(
                "i" + number, SocketAddress.inetSocketAddress(1_000 + number, "127.0.0.1"), false, weight, zone, false);
    }
}
