package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.verdicts.AnomalyEvidence;
import io.lotse.contracts.verdicts.BottleneckEvidence;
import io.lotse.contracts.verdicts.Deploy;
import io.lotse.contracts.verdicts.FlappingEvidence;
import io.lotse.contracts.verdicts.LeakEvidence;
import io.lotse.contracts.verdicts.Match;
import io.lotse.contracts.verdicts.RegressionEvidence;
import io.lotse.contracts.verdicts.SaturationEvidence;
import io.lotse.contracts.verdicts.Turn;
import io.lotse.contracts.verdicts.TurnKind;
import io.lotse.statistics.Curve;

import static org.assertj.core.api.Assertions.assertThat;

/** What verdicts stand on: their figures say what was done to the service. */
class EvidenceTest {
    private static final double MEGA = 1e6;
    private static final int HOUR = Signal.HOUR;

    private final Random random = new Random(7);

    @Test
    void aLeakIsMeasuredOnItsFloorAndTellsWhenTheLimitIsReached() {
        Curve memory = signal(6 * HOUR, 200 * MEGA)
                .plus(i -> 60 * MEGA * i / HOUR)
                .teeth(150 * MEGA, 5)
                .curve();

        LeakEvidence leak = new LeakDetector(VerdictLimits.DEFAULT.leak())
                .judge(memory, Curve.EMPTY, Signal.at(0), "1.4.2", 1_160 * MEGA, Signal.at(6 * HOUR))
                .orElseThrow();

        assertThat(leak.version()).isEqualTo("1.4.2");
        assertThat(leak.bytesPerHour()).isCloseTo(60 * MEGA, Offset.offset(4 * MEGA));
        assertThat(60 * MEGA).isBetween(leak.bytesPerHourLow(), leak.bytesPerHourHigh());
        assertThat(leak.floorBytes()).isCloseTo(560 * MEGA, Offset.offset(30 * MEGA));
        assertThat(leak.chance()).isLessThan(1e-6);
        assertThat(leak.toLimit()).isBetween(Duration.ofHours(9), Duration.ofHours(11));
        assertThat(leak.toLimitSoonest()).isLessThan(leak.toLimit());
        assertThat(leak.toLimitLatest()).isGreaterThan(leak.toLimit());
    }

    @Test
    void whatTheRunBeforeHeldDoesNotCount() {
        Curve memory = signal(6 * HOUR, 200 * MEGA)
                .plus(i -> i < 3 * HOUR ? 60 * MEGA * i / HOUR : 0)
                .teeth(50 * MEGA, 5)
                .curve();

        assertThat(new LeakDetector(VerdictLimits.DEFAULT.leak())
                        .judge(memory, Curve.EMPTY, Signal.at(3 * HOUR), "2", null, Signal.at(6 * HOUR)))
                .isEmpty();
    }

    @Test
    void aRegressionIsTheRatioUnderTheSameLoadAndNamesBothVersions() {
        Signal load = signal(24 * HOUR, 100).daily(0.8).noise(0.05, 0.3);
        Curve latency = signal(24 * HOUR, 40)
                .times(i -> load.value(i) / 100)
                .times(i -> i < 18 * HOUR ? 1 : 2)
                .noise(0.05, 0.3)
                .curve();

        RegressionEvidence slower = new RegressionDetector(VerdictLimits.DEFAULT.regression())
                .judge(latency, load.curve(), new Deploy(Signal.at(18 * HOUR), "1", "2"), Signal.at(24 * HOUR))
                .orElseThrow();

        assertThat(slower.matchedBy()).isEqualTo(Match.LOAD);
        assertThat(slower.ratio()).isCloseTo(2, Offset.offset(0.2));
        assertThat(slower.ratioLow()).isLessThan(slower.ratio()).isGreaterThan(1);
        assertThat(slower.versionBefore()).isEqualTo("1");
        assertThat(slower.versionAfter()).isEqualTo("2");
        assertThat(slower.after()).isGreaterThan(slower.before());
    }

    @Test
    void aBottleneckIsFollowedToTheLastInTheRowAlsoThroughARing() {
        Signal database = signal(6 * HOUR, 10).plus(i -> i > 5 * HOUR ? 300 : 0).noise(0.1, 0.3);
        Signal stock = signal(6 * HOUR, 15).noise(0.1, 0.3).plus(database::value);
        Signal shop = signal(6 * HOUR, 20).noise(0.1, 0.3).plus(stock::value);
        Map<String, Curve> latencies = Map.of(
                "shop",
                shop.curve(),
                "stock",
                stock.curve(),
                "db",
                database.curve(),
                "mail",
                signal(6 * HOUR, 9).curve());
        Map<String, List<String>> calls =
                Map.of("shop", List.of("mail", "stock"), "stock", List.of("db"), "db", List.of("shop"));

        BottleneckEvidence found = new BottleneckDetector(VerdictLimits.DEFAULT.bottleneck())
                .judge("shop", latencies, calls, Signal.at(6 * HOUR))
                .orElseThrow();

        assertThat(found.path()).containsExactly("shop", "stock", "db");
        assertThat(found.dependency()).isEqualTo("db");
        assertThat(found.share()).isCloseTo(1, Offset.offset(0.1));
        assertThat(found.usual()).isLessThan(Duration.ofMillis(60));
        assertThat(found.dependencyNow()).isGreaterThan(Duration.ofMillis(280));
    }

    @Test
    void saturationTellsForHowLongAndWhatItCosts() {
        Curve used = signal(8 * HOUR, 0.4).plus(i -> i >= 7 * HOUR ? 0.55 : 0).curve();
        Curve latency = signal(8 * HOUR, 30).times(i -> i >= 7 * HOUR ? 4 : 1).curve();

        SaturationEvidence found = new SaturationDetector(VerdictLimits.DEFAULT.saturation())
                .judge("cpu", used, latency, Signal.at(8 * HOUR))
                .orElseThrow();

        assertThat(found.used()).isCloseTo(0.95, Offset.offset(1e-6));
        assertThat(found.lasted()).isBetween(Duration.ofMinutes(55), Duration.ofMinutes(66));
        assertThat(found.ratio()).isCloseTo(4, Offset.offset(1e-6));
        assertThat(found.latencyWithRoom()).isEqualTo(Duration.ofMillis(30));
    }

    @Test
    void flappingCountsEachTimeOnceThoughItWasDownAndRestarted() {
        List<Turn> turns = new ArrayList<>();
        for (int minute = 5; minute < 55; minute += 10) {
            Instant at = Signal.at(minute);
            turns.add(new Turn(at, TurnKind.DOWN));
            turns.add(new Turn(at.plusSeconds(40), TurnKind.RESTART));
            turns.add(new Turn(at.plusSeconds(60), TurnKind.UP));
        }
        FlappingDetector detector = new FlappingDetector(VerdictLimits.DEFAULT.flapping());

        FlappingEvidence found =
                detector.judge(turns, List.of(), Signal.at(HOUR)).orElseThrow();

        assertThat(found.times()).isEqualTo(5);
        assertThat(found.restarts()).isEqualTo(5);
        assertThat(found.down()).isEqualTo(Duration.ofMinutes(1));
        assertThat(found.up()).isEqualTo(Duration.ofMinutes(9));
        assertThat(detector.judge(turns, List.of(Signal.at(4), Signal.at(14)), Signal.at(HOUR)))
                .as("two of the five belong to deploys")
                .isEmpty();
        assertThat(detector.judge(turns, List.of(), Signal.at(3 * HOUR)))
                .as("it is over")
                .isEmpty();
    }

    @Test
    void anAnomalyIsHeldAgainstTheSameHour() {
        Curve requests = signal(8 * Signal.DAY, 100)
                .daily(0.8)
                .times(i -> i >= 8 * Signal.DAY - HOUR ? 3 : 1)
                .noise(0.05, 0.3)
                .curve();

        AnomalyEvidence found = new AnomalyDetector(VerdictLimits.DEFAULT.anomaly())
                .judge("requests_per_second", requests, 1, Signal.at(8 * Signal.DAY))
                .orElseThrow();

        assertThat(found.days()).isEqualTo(7);
        assertThat(found.usual()).isBetween(found.usualLow(), found.usualHigh());
        assertThat(found.value()).isGreaterThan(2 * found.usual());
    }

    private Signal signal(int minutes, double value) {
        return Signal.flat(random, 0, minutes, value);
    }
}
