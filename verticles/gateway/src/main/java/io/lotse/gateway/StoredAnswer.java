package io.lotse.gateway;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.netty.handler.codec.DateFormatter;
import io.vertx.core.MultiMap;

/**
 * An answer that is kept. Never changed once it is in the store; times are in milliseconds.
 *
 * @param route the route's name
 * @param group see {@link CacheQuery#group()}
 * @param vary for which requests it serves
 * @param status its status
 * @param headers its headers, with a {@code Date} and without what a cache says itself; never changed
 * @param body its whole body; never changed
 * @param receivedAt when it came or was confirmed, since the epoch
 * @param madeAt when it was made, as its {@code Date} says
 * @param initialAge how old it was then
 * @param lifetime how long it is fresh, from its making
 * @param mustValidate whether it is never served without being asked for again ({@code no-cache})
 * @param forbidsStale whether it is never served past its freshness
 * @param staleWhileRevalidate how long past its freshness it may be served while it is asked for anew
 * @param staleIfError how long past its freshness it may be served instead of a failure
 */
record StoredAnswer(
        String route,
        String group,
        VaryKey vary,
        int status,
        MultiMap headers,
        byte[] body,
        long receivedAt,
        long madeAt,
        long initialAge,
        long lifetime,
        boolean mustValidate,
        boolean forbidsStale,
        long staleWhileRevalidate,
        long staleIfError) {
    /** What an answer takes besides its headers' and body's characters, about. */
    private static final int OVERHEAD = 512;

    private static final int HEADER_OVERHEAD = 96;

    StoredAnswer withBody(byte[] whole) {
        MultiMap measured = MultiMap.caseInsensitiveMultiMap().addAll(headers);
        if (status == 204) {
            measured.remove("content-length");
        } else {
            measured.set("content-length", Integer.toString(whole.length));
        }
        return new StoredAnswer(
                route,
                group,
                vary,
                status,
                measured,
                whole,
                receivedAt,
                madeAt,
                initialAge,
                lifetime,
                mustValidate,
                forbidsStale,
                staleWhileRevalidate,
                staleIfError);
    }

    /**
     * Without what holds for one passage or for the gateway's own way only (RFC 9111, 3.1); who keeps an answer dates it if
     * nobody has, or in a way that cannot be read (RFC 9110, 6.6.1).
     */
    static MultiMap copyOf(MultiMap headers, long receivedAt) {
        MultiMap copy = MultiMap.caseInsensitiveMultiMap().addAll(headers);
        copy.remove("age").remove("trailer");
        copy.remove("proxy-authenticate").remove("proxy-authentication-info").remove("proxy-authorization");
        if (HttpDate.parse(copy.get("date"), receivedAt) < 0) {
            copy.set("date", DateFormatter.format(new java.util.Date(receivedAt)));
        }
        return copy;
    }

    /**
     * Whether it rather serves a request that both would: who forgot {@code Vary} did not mean that request, and of those alike the
     * newer one counts (RFC 9111, 4 and 4.1).
     */
    boolean goesBefore(StoredAnswer other) {
        boolean varies = !vary.fields().isEmpty();
        return varies == other.vary.fields().isEmpty() ? varies : madeAt > other.madeAt;
    }

    /** Its age now (RFC 9111, 4.2.3). */
    long age(long now) {
        return initialAge + Math.max(0, now - receivedAt);
    }

    /** How long it stays fresh; negative for how long it is not any more. */
    long freshFor(long now) {
        return lifetime - age(now);
    }

    boolean mayServeOnError(long now, CacheDirectives asked) {
        long window = asked.has("stale-if-error") ? asked.seconds("stale-if-error") * 1_000 : staleIfError;
        return !forbidsStale && -freshFor(now) <= Math.max(window, staleIfError);
    }

    /** Whether it can ever be served: fresh, after it was asked for again, or stale. */
    boolean isOfUse() {
        return lifetime > initialAge && !mustValidate
                || Validators.has(headers)
                || !forbidsStale && Math.max(staleWhileRevalidate, staleIfError) > 0;
    }

    /** By which names it can be given up together with others: {@code Cache-Tag}, with commas, or {@code Surrogate-Key}, with spaces. */
    Set<String> tags() {
        Set<String> tags = new HashSet<>();
        headers.getAll("cache-tag").forEach(l -> addAll(tags, l, ","));
        headers.getAll("surrogate-key").forEach(l -> addAll(tags, l, "\\s+"));
        return tags;
    }

    /** They are for the gateway alone. */
    static void removeTags(MultiMap headers) {
        headers.remove("cache-tag").remove("surrogate-key");
    }

    private static void addAll(Set<String> tags, String line, String separator) {
        for (String tag : line.split(separator)) {
            if (!tag.isBlank()) {
                tags.add(tag.trim());
            }
        }
    }

    /** What it takes of the store, in bytes. */
    int weight() {
        int weight = OVERHEAD + body.length;
        for (Map.Entry<String, String> header : headers) {
            weight += HEADER_OVERHEAD
                    + header.getKey().length()
                    + header.getValue().length();
        }
        for (String value : vary.values()) {
            weight += HEADER_OVERHEAD + (value == null ? 0 : value.length());
        }
        return weight;
    }
}
