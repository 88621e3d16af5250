package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.health.BreachLevel;

import static io.lotse.contracts.health.BreachLevel.CRITICAL;
import static io.lotse.contracts.health.BreachLevel.OK;
import static io.lotse.contracts.health.BreachLevel.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

class LevelTrackerTest {
    private static final Threshold AT_70_AND_90 = new Threshold(70.0, 90.0);
    private static final Limits THREE_IN_A_ROW = limits(3, Duration.ZERO);

    private static final Instant BEGIN = Instant.parse("2026-01-31T12:00:00Z");

    private static Limits limits(int consecutive, Duration lasting) {
        return new Limits(Map.of(), false, consecutive, lasting, 10, Duration.ofMinutes(30));
    }

    @Test
    void changesOnlyOnceTheyAgreedForLongEnough() {
        Limits twoForAMinute = limits(2, Duration.ofMinutes(1));
        LevelTracker tracker = new LevelTracker();
        assertThat(tracker.take(80, AT_70_AND_90, twoForAMinute, BEGIN)).isFalse();
        assertThat(tracker.take(80, AT_70_AND_90, twoForAMinute, BEGIN.plusSeconds(59)))
                .isFalse();
        assertThat(tracker.take(10, AT_70_AND_90, twoForAMinute, BEGIN.plusSeconds(70)))
                .isFalse();
        assertThat(tracker.take(80, AT_70_AND_90, twoForAMinute, BEGIN.plusSeconds(80)))
                .as("the row begins anew")
                .isFalse();
        assertThat(tracker.take(80, AT_70_AND_90, twoForAMinute, BEGIN.plusSeconds(140)))
                .isTrue();
    }

    @Test
    void risesOnlyWhenEnoughInARowAgree() {
        assertThat(levels(80, 80, 10, 80, 80, 80)).containsExactly(OK, OK, OK, OK, OK, WARNING);
    }

    @Test
    void risesAsFarAsAllInARowAgree() {
        assertThat(levels(95, 75, 95)).last().isEqualTo(WARNING);
        assertThat(levels(95, 95, 95)).last().isEqualTo(CRITICAL);
        assertThat(levels(75, 95, 95, 95, 95, 95)).last().isEqualTo(CRITICAL);
    }

    @Test
    void aValueAtTheThresholdIsNoBreach() {
        assertThat(levels(70, 70, 70, 70)).containsOnly(OK);
    }

    @Test
    void aFigureThatSwingsAboutItsThresholdRaisesOneBreach() {
        assertThat(levels(71, 72, 73, 69, 66, 65, 69, 72, 66, 66, 66))
                .endsWith(WARNING)
                .containsOnly(OK, WARNING);
        assertThat(levels(71, 72, 73, 62, 62, 62)).last().isEqualTo(OK);
    }

    @Test
    void fallsFromCriticalToWarningAndThenToOk() {
        assertThat(levels(95, 95, 95, 80, 80, 80, 10, 10, 10))
                .containsExactly(OK, OK, CRITICAL, CRITICAL, CRITICAL, WARNING, WARNING, WARNING, OK);
    }

    @Test
    void aThresholdThatIsTakenAwayEndsItsBreach() {
        LevelTracker tracker = new LevelTracker();
        for (int i = 0; i < 3; i++) {
            tracker.take(95, AT_70_AND_90, THREE_IN_A_ROW, BEGIN);
        }
        for (int i = 0; i < 3; i++) {
            tracker.take(95, Threshold.OFF, THREE_IN_A_ROW, BEGIN);
        }

        assertThat(tracker.level()).isEqualTo(OK);
    }

    private static List<BreachLevel> levels(double... values) {
        LevelTracker tracker = new LevelTracker();
        List<BreachLevel> levels = new ArrayList<>();
        for (double value : values) {
            BreachLevel before = tracker.level();
            boolean changed = tracker.take(value, AT_70_AND_90, THREE_IN_A_ROW, BEGIN);
            assertThat(changed).isEqualTo(before != tracker.level());
            levels.add(tracker.level());
        }
        return levels;
    }
}
