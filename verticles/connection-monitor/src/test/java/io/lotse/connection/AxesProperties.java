package io.lotse.connection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import io.lotse.contracts.network.AxisState;
import io.lotse.contracts.network.NetworkAxis;
import io.lotse.contracts.network.Outage;
import io.lotse.contracts.network.Reachability;
import io.lotse.testfaults.SettableClock;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever the targets do: each axis tells each change once, and outages neither overlap nor go on unnoticed. */
class AxesProperties {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Calm.Whose WHOSE = new Calm.Whose("run", "node", "host");

    @Property
    void eachChangeOfAnAxisIsToldOnceAndFollowsFromTheOneBefore(@ForAll("reviews") List<List<Sight.Seen>> reviews) {
        SettableClock clock = new SettableClock(NOON);
        Axes axes = new Axes(clock);
        Map<NetworkAxis, Connectivity> known = new EnumMap<>(NetworkAxis.class);
        for (List<Sight.Seen> seen : reviews) {
            clock.advance(Duration.ofSeconds(1));
            for (Axes.Turn turn : axes.review(seen)) {
                assertThat(turn.now()).isNotEqualTo(turn.before());
                assertThat(turn.now().since()).isEqualTo(clock.instant());
                assertThat(turn.now().reachability()).isNotEqualTo(Reachability.UNKNOWN);
                Connectivity before = known.put(turn.axis(), turn.now());
                if (before != null) {
                    assertThat(turn.before()).isEqualTo(before);
                }
            }
            known.keySet().removeIf(axis -> seen.stream().noneMatch(s -> s.axis() == axis));
            assertThat(axes.told())
                    .filteredOn(a -> a.state() != Reachability.UNKNOWN)
                    .allSatisfy(
                            a -> assertThat(known.get(a.axis()).reachability()).isEqualTo(a.state()));
        }
    }

    @Property
    void anAxisIsOutOnlyWhenNothingOfItIsReached(@ForAll("seen") List<Sight.Seen> seen) {
        Axes axes = new Axes(new SettableClock(NOON));
        axes.review(seen);
        for (AxisState out : axes.out()) {
            assertThat(out.axis()).isNotEqualTo(NetworkAxis.MEMBERS);
            assertThat(seen)
                    .filteredOn(s -> s.axis() == out.axis() && s.state() != Reachability.UNKNOWN)
                    .isNotEmpty()
                    .allMatch(s -> s.state() == Reachability.OFFLINE);
        }
    }

    @Property
    void anOutageBeginsOnceEndsOnceAndNamesAllThatWasOut(@ForAll("outs") List<List<AxisState>> outs) {
        Calm calm = new Calm.Quiet(null);
        Instant now = NOON;
        List<NetworkAxis> sinceItBegan = new ArrayList<>();
        for (List<AxisState> out : outs) {
            now = now.plusSeconds(1);
            Calm before = calm;
            calm = before.with(out, WHOSE, now);
            assertThat(calm instanceof Calm.Out).isEqualTo(!out.isEmpty());
            out.forEach(a -> sinceItBegan.add(a.axis()));
            if (calm instanceof Calm.Out lasting) {
                assertThat(lasting.outage().endedAt()).isNull();
                assertThat(lasting.outage().axes())
                        .containsExactlyInAnyOrderElementsOf(
                                sinceItBegan.stream().distinct().toList());
                if (before instanceof Calm.Out earlier) {
                    assertThat(lasting.outage().id()).isEqualTo(earlier.outage().id());
                    assertThat(lasting.outage().beganAt())
                            .isEqualTo(earlier.outage().beganAt());
                } else {
                    assertThat(lasting.outage().beganAt()).isEqualTo(now);
                }
            } else {
                sinceItBegan.clear();
                if (before instanceof Calm.Out earlier) {
                    Outage ended = ((Calm.Quiet) calm).last();
                    assertThat(ended.id()).isEqualTo(earlier.outage().id());
                    assertThat(ended.endedAt()).isEqualTo(now);
                }
            }
        }
    }

    @Provide
    Arbitrary<List<List<Sight.Seen>>> reviews() {
        return seen().list().ofMaxSize(20);
    }

    @Provide
    Arbitrary<List<Sight.Seen>> seen() {
        return Combinators.combine(
                        Arbitraries.strings().alpha().ofLength(4),
                        Arbitraries.of(NetworkAxis.class),
                        Arbitraries.of(Reachability.class),
                        Arbitraries.of(true, false))
                .as(Sight.Seen::new)
                .list()
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<List<List<AxisState>>> outs() {
        return Arbitraries.of(NetworkAxis.class)
                .map(axis -> new AxisState(axis, Reachability.OFFLINE, NOON, "not reached"))
                .list()
                .ofMaxSize(3)
                .list()
                .ofMaxSize(30);
    }
}
