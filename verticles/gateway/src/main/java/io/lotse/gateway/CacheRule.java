package io.lotse.gateway;

import java.time.Duration;

import io.vertx.core.MultiMap;

import io.lotse.contracts.gateway.Caching;

/**
 * How a route keeps answers, compiled.
 *
 * @param maxBody the largest body that is kept, in bytes
 * @param heuristic how long an answer is fresh that does not say; milliseconds
 * @param staleWhileRevalidate how long past its freshness it may be served meanwhile, where it does not say; milliseconds
 * @param staleIfError how long past its freshness it may be served instead of a failure, where it does not say; milliseconds
 * @param waiting so many requests wait for one that asks for the same
 */
record CacheRule(int maxBody, long heuristic, long staleWhileRevalidate, long staleIfError, int waiting) {
    static CacheRule of(Caching caching) {
        return new CacheRule(
                caching.maxBody() == null ? 256 * 1024 : caching.maxBody(),
                millis(caching.heuristic()),
                millis(caching.staleWhileRevalidate()),
                millis(caching.staleIfError()),
                caching.waiting() == null ? 100 : caching.waiting());
    }

    private static long millis(Duration duration) {
        return duration == null ? 0 : duration.toMillis();
    }

    /**
     * What is kept of an answer to GET, still without its body.
     *
     * @param asked what was asked
     * @param headers the answer's, as the client gets them; they are copied
     * @param askedAt when it was asked for, in milliseconds since the epoch
     * @param receivedAt when it came
     * @return null if it may not be kept, or could never be served
     */
    StoredAnswer judge(CacheQuery asked, int status, MultiMap headers, long askedAt, long receivedAt) {
        CacheDirectives said = CacheDirectives.ofAnswer(headers);
        if (!Storability.mayStore(asked.directives(), asked.isAuthorized(), status, headers, said)
                || tooLarge(headers.get("content-length"))) {
            return null;
        }
        StoredAnswer head = describe(asked, status, headers, askedAt, receivedAt);
        return head.isOfUse() ? head : null;
    }

    /** What is kept after a 304 or an answer to HEAD (RFC 9111, 4.3.4 and 4.3.5). */
    StoredAnswer confirm(CacheQuery asked, StoredAnswer kept, MultiMap confirmation, long askedAt, long receivedAt) {
        MultiMap headers = Validators.freshen(kept.headers(), confirmation);
        if (HttpDate.parse(confirmation.get("date"), receivedAt) < 0) {
            // then it was made when it came (RFC 9110, 6.6.1), not when what is kept was
            headers.remove("date");
        }
        return describe(asked, kept.status(), headers, askedAt, receivedAt).withBody(kept.body());
    }

    private StoredAnswer describe(CacheQuery asked, int status, MultiMap headers, long askedAt, long receivedAt) {
        CacheDirectives said = CacheDirectives.ofAnswer(headers);
        return new StoredAnswer(
                asked.route(),
                asked.group(),
                VaryKey.of(headers, asked.headers()),
                status,
                StoredAnswer.copyOf(headers, receivedAt),
                new byte[0],
                receivedAt,
                Freshness.madeAt(headers, receivedAt),
                Freshness.initialAge(headers, askedAt, receivedAt),
                Freshness.lifetime(status, headers, said, receivedAt, heuristic),
                said.has("no-cache"),
                said.forbidStale(),
                window(said, "stale-while-revalidate", staleWhileRevalidate),
                window(said, "stale-if-error", staleIfError));
    }

    private boolean tooLarge(String contentLength) {
        return contentLength != null && Long.parseLong(contentLength) > maxBody;
    }

    private static long window(CacheDirectives said, String directive, long otherwise) {
        return said.has(directive) ? said.seconds(directive) * 1_000 : otherwise;
    }
}
