package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.registry.Instance;
import io.lotse.testfaults.SettableClock;

import static org.assertj.core.api.Assertions.assertThat;

/** Of two nodes that share instances, and see the same clock. */
class PollerTest {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final int INSTANCES = 2_000;
    private static final Finding UP = new Finding(HealthStatus.UP, Duration.ZERO, 200, "answered", null);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T12:00:00.017Z"));
    private final Map<String, Instance> instances = new HashMap<>();
    private final NodeInfo a = Samples.node("a", Samples.HOST);
    private final NodeInfo b = Samples.node("b", Samples.HOST);

    PollerTest() {
        for (int i = 0; i < INSTANCES; i++) {
            instances.put("orders-" + i, Samples.instance("orders-" + i, "10.0.0.1", 8000, "/health"));
        }
    }

    /** A node's poller with the times of its checks. */
    private final class Node implements Asker {
        private final Map<String, List<Instant>> asked = new HashMap<>();
        private final Set<String> overdue = new HashSet<>();
        private final List<Promise<Finding>> slow = new ArrayList<>();
        private final Poller poller;
        private boolean isSlow;

        Node(NodeInfo self, NodeInfo... members) {
            poller = new Poller(
                    new ObserverConfig(
                            self.id(), self.name(), Samples.HOST, INTERVAL, ObserverConfig.DEFAULT_TIMEOUT, 2, 60),
                    () -> instances,
                    this,
                    (instance, finding) -> {},
                    instance -> overdue.contains(instance.serviceId()),
                    clock,
                    () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));
            poller.members(List.of(members));
        }

        @Override
        public boolean isCheckable(Instance instance) {
            return true;
        }

        @Override
        public Future<Finding> check(Instance instance) {
            asked.computeIfAbsent(instance.serviceId(), id -> new ArrayList<>()).add(clock.instant());
            if (!isSlow) {
                return Future.succeededFuture(UP);
            }
            slow.add(Promise.promise());
            return slow.get(slow.size() - 1).future();
        }

        int count() {
            return asked.values().stream().mapToInt(List::size).sum();
        }
    }

    private void run(Duration time, Node... nodes) {
        Instant end = clock.instant().plus(time);
        while (clock.instant().isBefore(end)) {
            clock.advance(nodes[0].poller.every());
            for (Node node : nodes) {
                node.poller.tick();
            }
        }
    }

    @Test
    void eachIsAskedOnceInEachIntervalByOneOfTheNodes() {
        Node first = new Node(a, a, b);
        Node second = new Node(b, a, b);

        run(INTERVAL.multipliedBy(3), first, second);

        assertThat(first.asked.keySet()).doesNotContainAnyElementsOf(second.asked.keySet());
        assertThat(first.count() + second.count()).isEqualTo(3 * INSTANCES);
        assertThat(first.asked.values()).allSatisfy(times -> assertThat(Duration.between(times.get(0), times.get(2)))
                .isEqualTo(INTERVAL.multipliedBy(2)));
    }

    @Test
    void aNodeThatWasRestartedAsksEachWhenTheNextTimeIsDue() {
        Node before = new Node(a);
        run(INTERVAL, before);
        clock.advance(Duration.ofMillis(3_300));

        Node after = new Node(a);
        run(INTERVAL.plus(after.poller.every()), after);

        assertThat(after.asked.keySet()).hasSize(INSTANCES);
        assertThat(after.asked).allSatisfy((id, times) -> assertThat(
                        Duration.between(before.asked.get(id).get(0), times.get(0))
                                        .toMillis()
                                % INTERVAL.toMillis())
                .isZero());
    }

    @Test
    void whatANodeThatLeftShouldHaveAskedIsAskedWithinSecondsWithoutABurst() {
        Node first = new Node(a, a, b);
        run(INTERVAL, first);
        instances.keySet().stream().filter(id -> !first.asked.containsKey(id)).forEach(first.overdue::add);
        int mine = first.asked.size();
        int before = first.count();

        first.poller.members(List.of(a));
        run(first.poller.every(), first);
        assertThat(first.count() - before).isLessThan(100);

        run(Duration.ofSeconds(3), first);
        assertThat(first.asked).hasSize(INSTANCES).hasSizeGreaterThan(mine);
    }

    @Test
    void aPauseIsMadeUpForInSmallStepsAndOneOverAnIntervalNotAtAll() {
        Node node = new Node(a);
        run(INTERVAL, node);
        int before = node.count();

        clock.advance(Duration.ofSeconds(2));
        run(node.poller.every(), node);
        assertThat(node.count() - before).isLessThan(INSTANCES / 20);
        run(Duration.ofSeconds(8).minus(node.poller.every()), node);
        assertThat(node.count() - before).isEqualTo(INSTANCES);

        clock.advance(Duration.ofHours(3));
        run(node.poller.every(), node);
        assertThat(node.count() - before).isLessThan(INSTANCES + INSTANCES / 20);
    }

    @Test
    void noMoreAreUnderWayThanTheLimitAndTheOthersFollow() {
        Node node = new Node(a);
        node.isSlow = true;
        run(INTERVAL, node);
        assertThat(node.count()).isEqualTo(Poller.MOST_AT_ONCE);

        node.isSlow = false;
        node.slow.forEach(answer -> answer.complete(UP));

        assertThat(node.asked.keySet()).hasSize(INSTANCES);
    }
}
