package io.lotse.gateway;

import java.time.Instant;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Conditions, parts, and what a 304 changes: RFC 9110, 13 and 14, RFC 9111, 3.2 and 4.3. */
class ValidatorsTest {
    private static final String EARLIER = "Sun, 06 Nov 1994 08:49:37 GMT";
    private static final String LATER = "Sun, 06 Nov 1994 09:49:37 GMT";

    private static final long NOW = Instant.parse("2026-01-31T12:00:00Z").toEpochMilli();

    private static MultiMap headers(String... namesAndValues) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    private static boolean isNotModified(MultiMap request, MultiMap kept) {
        return Validators.isNotModified(request, kept, NOW);
    }

    private static boolean allowPart(MultiMap request, MultiMap kept) {
        return Validators.allowPart(request, kept, NOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a,b\"", "W/\"a,b\"", "\"x\", \"a,b\"", "*", "\"x\",W/\"a,b\" , \"y\""})
    void rfc9110_13_1_2_aTagIsComparedWeakly(String condition) {
        assertThat(isNotModified(headers("If-None-Match", condition), headers("ETag", "\"a,b\"")))
                .isTrue();
        assertThat(isNotModified(headers("If-None-Match", condition), headers("ETag", "W/\"a,b\"")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\"", "a,b", "", "\"a,b", "\"A,B\""})
    void rfc9110_13_1_2_otherTagsDoNotMatch(String condition) {
        assertThat(isNotModified(headers("If-None-Match", condition), headers("ETag", "\"a,b\"")))
                .isFalse();
    }

    @Test
    void rfc9111_4_3_2_ifModifiedSinceCountsOnlyWithoutIfNoneMatch() {
        MultiMap kept = headers("ETag", "\"a\"", "Last-Modified", EARLIER);

        assertThat(isNotModified(headers("If-Modified-Since", LATER), kept)).isTrue();
        assertThat(isNotModified(headers("If-Modified-Since", EARLIER), kept)).isTrue();
        assertThat(isNotModified(headers("If-Modified-Since", LATER, "If-None-Match", "\"b\""), kept))
                .isFalse();
    }

    @Test
    void rfc9111_4_3_2_whatHasNoDateOfChangeIsAsOldAsItsMaking() {
        assertThat(isNotModified(headers("If-Modified-Since", EARLIER), headers("Date", LATER)))
                .isFalse();
        assertThat(isNotModified(headers("If-Modified-Since", LATER), headers("Date", LATER)))
                .isTrue();
    }

    @Test
    void rfc9110_13_1_3_aDateThatIsNoneOrNotAloneIsNoCondition() {
        MultiMap kept = headers("Last-Modified", EARLIER);

        assertThat(isNotModified(headers("If-Modified-Since", "now"), kept)).isFalse();
        assertThat(isNotModified(headers("If-Modified-Since", LATER + ", " + LATER), kept))
                .isFalse();
        assertThat(isNotModified(headers("If-Modified-Since", LATER, "If-Modified-Since", LATER), kept))
                .isFalse();
    }

    @Test
    void rfc9110_13_1_5_partsNeedAStrongValidator() {
        assertThat(allowPart(headers(), headers())).isTrue();
        assertThat(allowPart(headers("If-Range", "\"a\""), headers("ETag", "\"a\"")))
                .isTrue();
        assertThat(allowPart(headers("If-Range", "\"b\""), headers("ETag", "\"a\"")))
                .isFalse();
        assertThat(allowPart(headers("If-Range", "W/\"a\""), headers("ETag", "W/\"a\"")))
                .isFalse();
        assertThat(allowPart(headers("If-Range", "\"a\""), headers())).isFalse();
    }

    @Test
    void rfc9110_8_8_2_2_aDateIsStrongOnceItIsAMinuteOld() {
        assertThat(allowPart(headers("If-Range", EARLIER), headers("Last-Modified", EARLIER, "Date", LATER)))
                .isTrue();
        assertThat(allowPart(headers("If-Range", EARLIER), headers("Last-Modified", EARLIER, "Date", EARLIER)))
                .isFalse();
        assertThat(allowPart(headers("If-Range", LATER), headers("Last-Modified", EARLIER, "Date", LATER)))
                .isFalse();
    }

    @Test
    void rfc9111_4_3_4_aStrongTagConfirmsItsOwnVersionOnly() {
        assertThat(Validators.confirms(headers("ETag", "\"a\""), headers("ETag", "\"a\"")))
                .isTrue();
        assertThat(Validators.confirms(headers("ETag", "\"b\""), headers("ETag", "\"a\"")))
                .isFalse();
        assertThat(Validators.confirms(headers("ETag", "\"a\""), headers("ETag", "W/\"a\"")))
                .isFalse();
        assertThat(Validators.confirms(headers("ETag", "\"a\""), headers())).isFalse();
    }

    @Test
    void rfc9111_4_3_4_aWeakTagOrADateOrNothingConfirmsWhatWasAskedFor() {
        assertThat(Validators.confirms(headers("ETag", "W/\"a\""), headers("ETag", "\"a\"")))
                .isTrue();
        assertThat(Validators.confirms(headers("ETag", "W/\"b\""), headers("ETag", "W/\"a\"")))
                .isFalse();
        assertThat(Validators.confirms(headers("Last-Modified", LATER), headers("Last-Modified", EARLIER)))
                .isFalse();
        assertThat(Validators.confirms(headers(), headers("ETag", "\"a\""))).isTrue();
    }

    @Test
    void rfc9111_3_2_a304ReplacesFieldsButThoseThatTellHowToReadTheBody() {
        MultiMap fresh = Validators.freshen(
                headers("Cache-Control", "max-age=1", "Content-Length", "5", "Content-Type", "a/b", "X-Old", "1"),
                headers(
                        "Cache-Control",
                        "max-age=2",
                        "Cache-Control",
                        "public",
                        "Content-Length",
                        "0",
                        "Content-Encoding",
                        "gzip",
                        "Content-Type",
                        "a/c",
                        "X-New",
                        "2"));

        assertThat(fresh.getAll("cache-control")).containsExactly("max-age=2", "public");
        assertThat(fresh.get("content-length")).isEqualTo("5");
        assertThat(fresh.get("content-encoding")).isNull();
        assertThat(fresh.get("content-type")).isEqualTo("a/c");
        assertThat(fresh.get("x-old")).isEqualTo("1");
        assertThat(fresh.get("x-new")).isEqualTo("2");
    }

    @Test
    void rfc9111_3_2_aCookieOfA304IsNotKept() {
        assertThat(Validators.freshen(headers(), headers("Set-Cookie", "a=b")).contains("set-cookie"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0,0,0",
        "bytes=2-5,2,5",
        "bytes=2-,2,9",
        "bytes=2-99,2,9",
        "bytes=2-99999999999999999999,2,9",
        "bytes=-99999999999999999999,0,9",
        "bytes=-3,7,9",
        "bytes=-99,0,9",
        "BYTES = 1 - 2,1,2",
        "bytes=9-9,9,9"
    })
    void rfc9110_14_1_2_readsASinglePart(String range, int first, int last) {
        assertThat(ByteRange.of(range, 10)).isEqualTo(new ByteRange(first, last));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-12", "bytes=-0", "bytes=99999999999999999999-"})
    void rfc9110_14_1_2_knowsWhatLiesBeyondTheEnd(String range) {
        assertThat(ByteRange.of(range, 10).isSatisfiable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=-", "bytes=5-2", "bytes=0-1,3-4", "lines=1-2", "bytes", "bytes=a-b", "bytes=1-2-3"})
    void rfc9110_14_2_leavesAsideWhatItCannotServe(String range) {
        assertThat(ByteRange.of(range, 10)).isNull();
    }

    @Test
    void rfc9110_14_1_2_theEndOfNothingIsAllOfIt() {
        assertThat(ByteRange.of("bytes=-5", 0)).isNull();
        assertThat(ByteRange.of("bytes=0-", 0).isSatisfiable()).isFalse();
    }

    @Test
    void rfc9111_4_3_5_headContradictsByAnyOfWhatItNames() {
        MultiMap kept = headers("ETag", "\"a\"", "Last-Modified", EARLIER, "Content-Length", "5");

        assertThat(Validators.contradict(headers("ETag", "\"b\""), kept)).isTrue();
        assertThat(Validators.contradict(headers("ETag", "\"a\"", "Last-Modified", LATER), kept))
                .isTrue();
        assertThat(Validators.contradict(headers("ETag", "\"a\"", "Content-Length", "6"), kept))
                .isTrue();
        assertThat(Validators.contradict(headers("ETag", "\"a\"", "Content-Length", "5"), kept))
                .isFalse();
        assertThat(Validators.contradict(headers(), kept)).isFalse();
    }
}
