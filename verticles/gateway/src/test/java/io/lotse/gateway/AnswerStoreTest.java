package io.lotse.gateway;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.gateway.Caching;

import static org.assertj.core.api.Assertions.assertThat;

/** Which of several kept answers serves a request: RFC 9111, 4 and 4.1. */
class AnswerStoreTest {
    private static final String EARLIER = "Sun, 06 Nov 1994 08:49:37 GMT";
    private static final String LATER = "Sun, 06 Nov 1994 09:49:37 GMT";
    private static final long NOW = 1_000_000_000_000L;

    private final AnswerStore store = new AnswerStore(1 << 20);
    private final CacheRule rule =
            CacheRule.of(new Caching(null, Duration.ofHours(1), Duration.ofHours(1), null, null));

    private static CacheQuery query(String... namesAndValues) {
        MultiMap headers = headers(namesAndValues);
        return new CacheQuery("r", "http://h/r", "r", headers, CacheDirectives.ofRequest(headers), false);
    }

    private static MultiMap headers(String... namesAndValues) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    private void put(CacheQuery asked, String body, String... headers) {
        StoredAnswer head = rule.judge(asked, 200, headers(headers), NOW, NOW);
        store.put(asked, head.withBody(body.getBytes(StandardCharsets.UTF_8)), store.generation(asked.uri()));
    }

    private String found(CacheQuery query) {
        StoredAnswer found = store.find(query);
        return found == null ? null : new String(found.body(), StandardCharsets.UTF_8);
    }

    @Test
    void rfc9111_4_1_whoForgotVaryServesOnlyWhereNoOtherDoes() {
        put(query("Accept-Language", "de"), "de", "Vary", "Accept-Language", "Date", EARLIER);
        put(query(), "default", "Date", LATER);

        assertThat(found(query("Accept-Language", "de"))).isEqualTo("de");
        assertThat(found(query("Accept-Language", "fr"))).isEqualTo("default");
    }

    @Test
    void rfc9111_4_theNewestByItsDateServes() {
        put(query("A", "1"), "later", "Vary", "A", "Date", LATER);
        put(query("B", "1"), "earlier", "Vary", "B", "Date", EARLIER);

        assertThat(found(query("A", "1", "B", "1"))).isEqualTo("later");
        assertThat(found(query("B", "1"))).isEqualTo("earlier");
        assertThat(found(query())).isNull();
    }
}
