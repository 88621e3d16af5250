package io.lotse.gateway;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How long answers are fresh and how old they are: RFC 9111, 4.2. */
class FreshnessTest {
    private static final long NOW = Instant.parse("2026-01-31T12:00:00Z").toEpochMilli();

    private static String date(long afterSeconds) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.ofEpochMilli(NOW).plusSeconds(afterSeconds).atOffset(ZoneOffset.UTC));
    }

    private static MultiMap headers(String... namesAndValues) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    /** Seconds. */
    private static long lifetime(int status, String... headers) {
        MultiMap all = headers(headers);
        return Freshness.lifetime(status, all, CacheDirectives.ofAnswer(all), NOW, 33_000) / 1_000;
    }

    @Test
    void rfc9111_4_2_1_sharedMaxAgeCountsBeforeMaxAgeBeforeExpires() {
        assertThat(lifetime(200, "Expires", date(1), "Cache-Control", "max-age=2, s-maxage=3"))
                .isEqualTo(3);
        assertThat(lifetime(200, "Expires", date(1), "Cache-Control", "max-age=2"))
                .isEqualTo(2);
        assertThat(lifetime(200, "Expires", date(1))).isEqualTo(1);
    }

    @Test
    void rfc9111_4_2_1_expiresCountsFromDate() {
        assertThat(lifetime(200, "Date", date(-10), "Expires", date(20))).isEqualTo(30);
        assertThat(lifetime(200, "Date", date(10), "Expires", date(5))).isZero();
    }

    @Test
    void rfc9111_5_3_anInvalidExpiresIsInThePast() {
        assertThat(lifetime(200, "Expires", "0")).isZero();
        assertThat(lifetime(200, "Expires", "tomorrow")).isZero();
    }

    @Test
    void rfc9111_5_2_2_1_aMistakenMaxAgeIsStaleWhateverExpiresSays() {
        assertThat(lifetime(200, "Cache-Control", "max-age=soon", "Expires", date(20)))
                .isZero();
    }

    @Test
    void rfc9111_4_2_2_aHeuristicIsForThoseThatDoNotSayAndMayBeKeptByDefault() {
        assertThat(lifetime(200)).isEqualTo(33);
        assertThat(lifetime(404)).isEqualTo(33);
        assertThat(lifetime(302)).isZero();
        assertThat(lifetime(302, "Cache-Control", "public")).isEqualTo(33);
        assertThat(lifetime(200, "Cache-Control", "max-age=0")).isZero();
    }

    @Test
    void rfc9213_2_2_aTargetedFieldReplacesExpiresToo() {
        assertThat(lifetime(302, "CDN-Cache-Control", "must-revalidate", "Expires", date(20)))
                .isZero();
        assertThat(lifetime(200, "CDN-Cache-Control", "max-age=5", "Cache-Control", "s-maxage=90"))
                .isEqualTo(5);
    }

    @Test
    void rfc9111_4_2_3_theAgeIsTheLargerOfWhatDateAndAgeSay() {
        assertThat(Freshness.initialAge(headers("Date", date(-10)), NOW, NOW)).isEqualTo(10_000);
        assertThat(Freshness.initialAge(headers("Date", date(-10), "Age", "25"), NOW, NOW))
                .isEqualTo(25_000);
        assertThat(Freshness.initialAge(headers("Date", date(-10), "Age", "5"), NOW, NOW))
                .isEqualTo(10_000);
    }

    @Test
    void rfc9111_4_2_3_theTimeThatTheAnswerTookIsAddedToItsAge() {
        assertThat(Freshness.initialAge(headers("Age", "5"), NOW - 2_000, NOW)).isEqualTo(7_000);
    }

    @Test
    void rfc9111_4_2_3_aDateInTheFutureMakesNoNegativeAge() {
        assertThat(Freshness.initialAge(headers("Date", date(60)), NOW, NOW)).isZero();
    }

    @Test
    void rfc9111_5_1_theFirstAgeCountsAndNonsenseForNothing() {
        assertThat(Freshness.initialAge(headers("Age", "5, 9"), NOW, NOW)).isEqualTo(5_000);
        assertThat(Freshness.initialAge(headers("Age", "old"), NOW, NOW)).isZero();
        assertThat(Freshness.initialAge(headers("Age", "-3"), NOW, NOW)).isZero();
        assertThat(Freshness.initialAge(headers("Age", "99999999999999999999"), NOW, NOW))
                .isEqualTo(Integer.MAX_VALUE * 1_000L);
    }

    @Test
    void rfc9111_4_2_1_ofTwoLinesTheFirstCounts() {
        assertThat(lifetime(200, "Expires", date(5), "Expires", date(900))).isEqualTo(5);
        assertThat(lifetime(200, "Cache-Control", "max-age=5", "Cache-Control", "max-age=900"))
                .isEqualTo(5);
    }

    @Test
    void rfc9111_4_2_aDateThatOnlyResemblesOneIsInThePast() {
        assertThat(lifetime(200, "Expires", date(20).replace("GMT", "EST"))).isZero();
        assertThat(lifetime(200, "Expires", date(20).replace("GMT", "+0000"))).isZero();
        assertThat(lifetime(200, "Expires", date(20).replace(" ", "  "))).isZero();
    }

    @Test
    void rfc9111_1_2_2_hugeNumbersNeverBecomeNegative() {
        MultiMap all = headers("Cache-Control", "max-age=99999999999999999999", "Age", "99999999999999999999");

        assertThat(Freshness.lifetime(200, all, CacheDirectives.ofAnswer(all), NOW, 0))
                .isPositive();
        assertThat(Freshness.initialAge(all, NOW - 5_000, NOW)).isGreaterThan(Integer.MAX_VALUE * 1_000L);
    }
}
