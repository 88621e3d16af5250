package io.lotse.meshview;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.environments.EnvironmentKind;
import io.lotse.contracts.faults.Fault;
import io.lotse.contracts.faults.FaultKind;
import io.lotse.contracts.faults.FaultRule;

import static org.assertj.core.api.Assertions.assertThat;

class LiveFaultTest {
    private static LiveFault live(FaultRule rule) {
        return new LiveFault(
                new Fault("test", "f", rule, Instant.EPOCH, null), 1, Environment.builtIn(EnvironmentKind.TEST));
    }

    private static FaultRule reset(Integer percent, Integer first, Integer every, Long seed) {
        return new FaultRule(FaultKind.RESET, null, null, null, null, null, null, null, percent, first, every, seed);
    }

    private static List<Boolean> of20(LiveFault fault) {
        return IntStream.range(0, 20).mapToObj(i -> fault.meets()).toList();
    }

    @Test
    void meetsAllTheFirstOrEveryNth() {
        assertThat(of20(live(reset(null, null, null, null)))).containsOnly(true);
        assertThat(of20(live(reset(null, 3, null, null))))
                .startsWith(true, true, true, false)
                .filteredOn(met -> met)
                .hasSize(3);
        assertThat(of20(live(reset(null, null, 5, null))))
                .startsWith(false, false, false, false, true, false)
                .filteredOn(met -> met)
                .hasSize(4);
    }

    @Test
    void drawsTheSameInEachRunAndAnotherWithAnotherSeed() {
        List<Boolean> once = of20(live(reset(50, null, null, 7L)));

        assertThat(once).contains(true, false);
        assertThat(of20(live(reset(50, null, null, 7L)))).isEqualTo(once);
        assertThat(of20(live(reset(50, null, null, 8L)))).isNotEqualTo(once);
    }

    @Test
    void meetsNothingOnceItIsOver() {
        LiveFault fault = live(reset(null, null, null, null));
        fault.end();

        assertThat(of20(fault)).containsOnly(false);
    }

    @Test
    void drawsDelaysAroundTheOneThatWasAskedFor() {
        Duration delay = Duration.ofMillis(200);
        Duration jitter = Duration.ofMillis(50);
        FaultRule rule =
                new FaultRule(FaultKind.LATENCY, null, null, delay, jitter, null, null, null, null, null, null, null);
        List<Duration> drawn = IntStream.range(0, 100)
                .mapToObj(i -> live(rule).delay())
                .distinct()
                .toList();
        LiveFault one = live(rule);

        assertThat(drawn).as("the first of each run").hasSize(1);
        assertThat(IntStream.range(0, 100).mapToObj(i -> one.delay()))
                .allSatisfy(d -> assertThat(d).isBetween(delay.minus(jitter), delay.plus(jitter)))
                .anySatisfy(d -> assertThat(d).isLessThan(delay))
                .anySatisfy(d -> assertThat(d).isGreaterThan(delay));
    }
}
