package io.lotse.gateway;

import java.util.List;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.lotse.contracts.gateway.Caching;

import static org.assertj.core.api.Assertions.assertThat;

/** Whether what is kept serves a request as it is: RFC 9111, 4.2 and 5.2, RFC 5861, 3. */
class ReuseTest {
    private static final long NOW = 1_000_000_000_000L;

    /** @param age in seconds */
    private static Reuse of(String said, int age, String asked) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("Cache-Control", said)
                .add("Age", Integer.toString(age))
                .add("ETag", "\"1\"");
        CacheQuery query =
                new CacheQuery("r", "http://h/r", "r", MultiMap.caseInsensitiveMultiMap(), CacheDirectives.NONE, false);
        CacheRule rule = CacheRule.of(new Caching(null, null, null, null, null));
        return Reuse.of(rule.judge(query, 200, headers, NOW, NOW), CacheDirectives.parse(List.of(asked)), NOW);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-age=60        |  0 | SERVE",
                "max-age=60        | 59 | SERVE",
                "max-age=60        | 60 | STALE",
                "s-maxage=60       | 59 | SERVE",
                "s-maxage=5,max-age=60 | 59 | STALE",
                "no-cache,max-age=60 |  0 | STALE",
                "max-age=60,stale-while-revalidate=10 | 70 | SERVE_AND_REFRESH",
                "max-age=60,stale-while-revalidate=10 | 71 | STALE",
                "max-age=60,stale-while-revalidate=x | 61 | STALE",
                "max-age=60,stale-while-revalidate=10,must-revalidate | 61 | STALE",
                "max-age=60,stale-while-revalidate=10,proxy-revalidate | 61 | STALE",
                "s-maxage=60,stale-while-revalidate=10 | 61 | STALE"
            })
    void rfc9111_4_2_servesWhatIsFreshAndWhatMayBeStale(String said, int age, Reuse expected) {
        assertThat(of(said, age, "")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "30 | max-age=30 | SERVE",
                "30 | max-age=29 | REFUSED_BY_REQUEST",
                "30 | max-age=x | REFUSED_BY_REQUEST",
                "30 | min-fresh=30 | SERVE",
                "30 | min-fresh=31 | REFUSED_BY_REQUEST",
                "30 | no-cache | REFUSED_BY_REQUEST",
                "90 | max-stale | SERVE",
                "90 | max-stale=30 | SERVE",
                "90 | max-stale=29 | STALE",
                "90 | max-stale=x | STALE",
                "90 | max-age=100 | STALE",
                "90 | max-age=100,max-stale=30 | SERVE",
                "90 | max-age=80,max-stale=30 | REFUSED_BY_REQUEST",
                "90 | min-fresh=0 | REFUSED_BY_REQUEST",
                "90 | no-store | SERVE_AND_REFRESH"
            })
    void rfc9111_5_2_1_heedsWhatTheRequestWants(int age, String asked, Reuse expected) {
        assertThat(of("max-age=60,stale-while-revalidate=60", age, asked)).isEqualTo(expected);
    }

    @Test
    void rfc9111_5_2_2_2_noRequestGetsStaleWhatTheServiceForbids() {
        assertThat(of("max-age=60,must-revalidate", 90, "max-stale")).isEqualTo(Reuse.STALE);
        assertThat(of("max-age=60,proxy-revalidate", 90, "max-stale")).isEqualTo(Reuse.STALE);
        assertThat(of("s-maxage=60", 90, "max-stale")).isEqualTo(Reuse.STALE);
        assertThat(of("no-cache", 0, "max-stale")).isEqualTo(Reuse.STALE);
    }
}
