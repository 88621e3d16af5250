package io.lotse.reports;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReportsConfigTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void theLastTimeOfADayIsByTheClockOfTheZone() {
        ReportsConfig.Schedule daily = new ReportsConfig.Schedule(null, LocalTime.of(6, 0), BERLIN);

        assertThat(daily.last(Instant.parse("2026-01-15T05:00:00Z"))).isEqualTo(Instant.parse("2026-01-15T05:00:00Z"));
        assertThat(daily.last(Instant.parse("2026-01-15T04:59:59Z"))).isEqualTo(Instant.parse("2026-01-14T05:00:00Z"));
        assertThat(daily.last(Instant.parse("2026-07-15T04:00:00Z"))).isEqualTo(Instant.parse("2026-07-15T04:00:00Z"));
    }

    @Test
    void aTimeThatTheClockSkipsIsTheNextThatThereIs() {
        ReportsConfig.Schedule skipped = new ReportsConfig.Schedule(null, LocalTime.of(2, 30), BERLIN);

        assertThat(skipped.last(Instant.parse("2026-03-29T12:00:00Z")))
                .isEqualTo(Instant.parse("2026-03-29T01:30:00Z"));
    }

    @Test
    void theLastTimeOfAWeekIsOnItsDay() {
        ReportsConfig.Schedule weekly =
                new ReportsConfig.Schedule(DayOfWeek.MONDAY, LocalTime.of(6, 0), ZoneId.of("UTC"));

        assertThat(weekly.last(Instant.parse("2026-03-04T12:00:00Z"))).isEqualTo(Instant.parse("2026-03-02T06:00:00Z"));
        assertThat(weekly.last(Instant.parse("2026-03-02T05:00:00Z"))).isEqualTo(Instant.parse("2026-02-23T06:00:00Z"));
        assertThat(weekly.period()).isEqualTo(Duration.ofDays(7));
    }
}
