package io.lotse.gateway;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Dates: RFC 9110, 5.6.7, and what RFC 9111, 4.2 says of them. */
class HttpDateTest {
    private static final long NOW = Instant.parse("2026-01-31T12:00:00Z").toEpochMilli();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
                "sUN, 06 nOV 1994 08:49:37 gmt"
            })
    void rfc9110_5_6_7_readsAllThreeFormsInAnyCase(String text) {
        assertThat(HttpDate.parse(text, NOW))
                .isEqualTo(Instant.parse("1994-11-06T08:49:37Z").toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "yesterday",
                "Sun, 06 Nov 1994 08:49:37 UTC",
                "Sun, 06 Nov 1994 08:49:37 AEST",
                "Sun, 06 Nov 1994 08:49:37",
                "Sun, 06 Nov 94 08:49:37 GMT",
                "Sun 06 Nov 1994 08:49:37 GMT",
                "Sun, 06  Nov  1994 08:49:37 GMT",
                "Sun, 06-Nov-1994 08:49:37 GMT",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 8:49:37 GMT",
                "Sun, 06 Nov 1994 08.49.37 GMT",
                "Sun, 31 Feb 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 24:00:00 GMT",
                "Sun, 06 Nov 1994 08:49:61 GMT",
                "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT"
            })
    void rfc9111_4_2_takesNothingThatOnlyResemblesADate(String text) {
        assertThat(HttpDate.parse(text, NOW)).isEqualTo(-1);
    }

    @Test
    void nothingIsNoDate() {
        assertThat(HttpDate.parse(null, NOW)).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"76,2076", "77,1977", "26,2026", "99,1999", "00,2000"})
    void rfc9110_5_6_7_twoDigitsAreNeverMoreThan50YearsAhead(String digits, int year) {
        assertThat(HttpDate.parse("Monday, 06-Nov-" + digits + " 08:49:37 GMT", NOW))
                .isEqualTo(Instant.parse(year + "-11-06T08:49:37Z").toEpochMilli());
    }

    @Test
    void aLeapSecondIsADate() {
        assertThat(HttpDate.parse("Sat, 31 Dec 2016 23:59:60 GMT", NOW)).isPositive();
    }
}
