package io.lotse.gateway;

import java.util.List;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a shared cache may keep, and for which requests it serves: RFC 9111, 3 and 4.1. */
class StorabilityTest {
    private static MultiMap headers(String... namesAndValues) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    private static boolean mayStore(int status, String... headers) {
        return mayStore("", false, status, headers);
    }

    private static boolean mayStore(String asked, boolean authorized, int status, String... headers) {
        MultiMap all = headers(headers);
        return Storability.mayStore(
                CacheDirectives.parse(List.of(asked)), authorized, status, all, CacheDirectives.ofAnswer(all));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501})
    void rfc9111_3_statusesThatAreCacheableByDefaultNeedSayNothing(int status) {
        assertThat(mayStore(status)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 302, 303, 307, 400, 403, 500, 503})
    void rfc9111_3_othersMustSaySo(int status) {
        assertThat(mayStore(status)).isFalse();
        assertThat(mayStore(status, "Cache-Control", "max-age=5")).isTrue();
        assertThat(mayStore(status, "Cache-Control", "s-maxage=5")).isTrue();
        assertThat(mayStore(status, "Cache-Control", "public")).isTrue();
        assertThat(mayStore(status, "Expires", "Sun, 06 Nov 2094 08:49:37 GMT")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 103, 206, 304})
    void rfc9111_3_interimAndPartialAnswersAreNotKept(int status) {
        assertThat(mayStore(status, "Cache-Control", "max-age=5, public")).isFalse();
    }

    @Test
    void rfc9111_5_2_1_5_notWhatTheRequestForbids() {
        assertThat(mayStore("no-store", false, 200, "Cache-Control", "max-age=5"))
                .isFalse();
    }

    @Test
    void rfc9111_5_2_2_5_notWhatTheAnswerForbids() {
        assertThat(mayStore(200, "Cache-Control", "no-store, max-age=5")).isFalse();
    }

    @Test
    void rfc9111_5_2_2_3_mustUnderstandCountsBeforeNoStoreWhereTheStatusIsUnderstood() {
        assertThat(mayStore(200, "Cache-Control", "must-understand, no-store, max-age=5"))
                .isTrue();
        assertThat(mayStore(299, "Cache-Control", "must-understand, no-store, max-age=5"))
                .isFalse();
        assertThat(mayStore(299, "Cache-Control", "must-understand, max-age=5")).isFalse();
    }

    @Test
    void rfc9111_5_2_2_7_privateIsNotForASharedCache() {
        assertThat(mayStore(200, "Cache-Control", "private, max-age=5")).isFalse();
        assertThat(mayStore(200, "Cache-Control", "private=\"x-user\", max-age=5"))
                .isFalse();
    }

    @Test
    void rfc9111_3_5_answersToAuthorizedRequestsMustSayThatTheyAreForAll() {
        assertThat(mayStore("", true, 200, "Cache-Control", "max-age=5")).isFalse();
        assertThat(mayStore("", true, 200, "Cache-Control", "max-age=5, public"))
                .isTrue();
        assertThat(mayStore("", true, 200, "Cache-Control", "s-maxage=5")).isTrue();
        assertThat(mayStore("", true, 200, "Cache-Control", "max-age=5, must-revalidate"))
                .isTrue();
        assertThat(mayStore("", true, 200, "Cache-Control", "max-age=5, proxy-revalidate"))
                .isFalse();
    }

    @Test
    void rfc9111_7_3_cookiesAreKeptOnlyWhereTheAnswerIsForAll() {
        assertThat(mayStore(200, "Set-Cookie", "a=b", "Cache-Control", "max-age=5"))
                .isFalse();
        assertThat(mayStore(200, "Set-Cookie", "a=b", "Cache-Control", "max-age=5, public"))
                .isTrue();
    }

    @Test
    void rfc9213_2_2_aTargetedFieldDecidesAlone() {
        assertThat(mayStore(200, "Cache-Control", "no-store", "CDN-Cache-Control", "max-age=5"))
                .isTrue();
        assertThat(mayStore(200, "Cache-Control", "max-age=5", "CDN-Cache-Control", "no-store"))
                .isFalse();
    }

    @Test
    void rfc9111_4_1_varyingOnEverythingMatchesNothing() {
        assertThat(mayStore(200, "Cache-Control", "max-age=5", "Vary", "*")).isFalse();
        assertThat(mayStore(200, "Cache-Control", "max-age=5", "Vary", "accept, *"))
                .isFalse();
    }

    @Test
    void rfc9111_4_1_theNamedFieldsMustBeAsTheyWere() {
        VaryKey key = VaryKey.of(
                headers("Vary", "Accept, X-Tenant", "Vary", "accept"), headers("Accept", "a", "X-Other", "1"));

        assertThat(key.fields()).containsExactly("accept", "x-tenant");
        assertThat(key.matches(headers("accept", "a", "X-Other", "2"))).isTrue();
        assertThat(key.matches(headers("Accept", "b"))).isFalse();
        assertThat(key.matches(headers())).isFalse();
        assertThat(key.matches(headers("Accept", "a", "X-Tenant", ""))).isFalse();
    }

    @Test
    void rfc9111_4_1_linesAndWhiteSpaceMakeNoDifferenceButOrderDoes() {
        VaryKey key = VaryKey.of(headers("Vary", "Accept"), headers("Accept", "a, b"));

        assertThat(key.matches(headers("Accept", "a,b"))).isTrue();
        assertThat(key.matches(headers("Accept", "a", "Accept", "b"))).isTrue();
        assertThat(key.matches(headers("Accept", "b, a"))).isFalse();
    }

    @Test
    void rfc9111_4_1_whiteSpaceInQuotesAndCommentsSaysSomething() {
        VaryKey quoted = VaryKey.of(headers("Vary", "X-A"), headers("X-A", "\"a, \\\"b\",c"));
        assertThat(quoted.matches(headers("X-A", "\"a, \\\"b\" , c"))).isTrue();
        assertThat(quoted.matches(headers("X-A", "\"a,\\\"b\",c"))).isFalse();

        VaryKey comment = VaryKey.of(headers("Vary", "User-Agent"), headers("User-Agent", "a (b, (c)) d"));
        assertThat(comment.matches(headers("User-Agent", "a (b,(c)) d"))).isFalse();
        assertThat(comment.matches(headers("User-Agent", " a (b, (c)) d "))).isTrue();
    }

    @Test
    void rfc9111_4_1_withoutVaryEveryRequestMatches() {
        assertThat(VaryKey.of(headers(), headers("Accept", "a")).matches(headers()))
                .isTrue();
    }
}
