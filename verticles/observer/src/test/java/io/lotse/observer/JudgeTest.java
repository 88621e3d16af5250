package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.verdicts.Turn;
import io.lotse.contracts.verdicts.TurnKind;
import io.lotse.contracts.verdicts.Verdict;
import io.lotse.contracts.verdicts.VerdictKind;
import io.lotse.statistics.Curve;

import static org.assertj.core.api.Assertions.assertThat;

/** A small mesh of which one instance leaks, one flaps and one service waits for another: these are named, and only these. */
class JudgeTest {
    private static final int MINUTES = 8 * Signal.HOUR;
    private static final Instant NOW = Signal.at(MINUTES);

    private final Random random = new Random(3);
    private final Map<MetricStore.Key, Curve> curves = new HashMap<>();
    private final Judge judge = new Judge(
            (subject, figure, from, until) -> curves.getOrDefault(new MetricStore.Key(subject, figure), Curve.EMPTY)
                    .between(from, until),
            VerdictLimits.DEFAULT);

    @Test
    void namesWhatIsWrongAndNothingElse() {
        List<Lives.Life> lives = new ArrayList<>();
        for (String id : List.of("orders-1", "orders-2", "shop-1", "stock-1", "mail-1")) {
            String service = id.substring(0, id.indexOf('-'));
            lives.add(new Lives.Life(id, service, Signal.at(0), "1.2", 4e9, id.equals("mail-1") ? flaps() : List.of()));
            double leaks = id.equals("orders-1") ? 90e6 : 0;
            put(Subject.instance(id), Figure.MEMORY_FLOOR_BYTES, memory(leaks));
            put(Subject.instance(id), Figure.CPU_PERCENT, flat(30));
            put(Subject.service(service), Figure.LATENCY_P50_MS, flat(20));
        }
        Signal stock = Signal.flat(random, 0, MINUTES, 20)
                .plus(i -> i > 7 * Signal.HOUR ? 400 : 0)
                .noise(0.1, 0.3);
        put(Subject.service("stock"), Figure.LATENCY_P50_MS, stock.curve());
        put(
                Subject.service("shop"),
                Figure.LATENCY_P50_MS,
                Signal.flat(random, 0, MINUTES, 30).plus(stock::value).curve());

        List<Verdict> found =
                judge.judge(new Judge.Known(lives, Map.of(), Map.of("shop", List.of("stock", "mail"))), NOW);

        assertThat(found)
                .extracting(Verdict::id)
                .containsExactlyInAnyOrder("memory_leak:orders-1", "flapping:mail-1", "bottleneck:shop");
        Verdict leak = found.stream()
                .filter(v -> v.kind() == VerdictKind.MEMORY_LEAK)
                .findFirst()
                .orElseThrow();
        assertThat(leak.detail()).contains("MB an hour").contains("version 1.2").contains("limit is reached in");
        assertThat(leak.leak()).isNotNull();
        assertThat(leak.flapping()).isNull();
    }

    @Test
    void ofAServiceNothingIsKnownOfThereIsNothingToSay() {
        Lives.Life young = new Lives.Life("orders-1", "orders", NOW, null, null, List.of());

        assertThat(judge.judge(new Judge.Known(List.of(young), Map.of(), Map.of()), NOW))
                .isEmpty();
    }

    private static List<Turn> flaps() {
        List<Turn> turns = new ArrayList<>();
        for (int minute = 5; minute < 60; minute += 10) {
            Instant down = NOW.minus(Duration.ofMinutes(60 - minute));
            turns.add(new Turn(down, TurnKind.DOWN));
            turns.add(new Turn(down.plusSeconds(30), TurnKind.UP));
        }
        return turns;
    }

    private Curve memory(double perHour) {
        return Signal.flat(random, 0, MINUTES, 300e6)
                .plus(i -> perHour * i / Signal.HOUR)
                .noise(0.005, 0.3)
                .teeth(100e6, 4)
                .curve();
    }

    private Curve flat(double value) {
        return Signal.flat(random, 0, MINUTES, value).noise(0.05, 0.3).curve();
    }

    private void put(Subject subject, Figure figure, Curve curve) {
        curves.put(new MetricStore.Key(subject, figure), curve);
    }
}
