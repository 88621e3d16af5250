package io.lotse.gateway;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.lotse.contracts.gateway.CacheInvalidation;
import io.lotse.contracts.gateway.CacheState;

/** What the event loops of a node share of caching. */
final class NodeCache {
    private static final Duration UNSHARED = Duration.ofSeconds(10);
    private static final int MOST_UNSHARED = 4_096;

    private final String gateway;
    private final AnswerStore store;
    private final Flights flights = new Flights();
    private final Clock clock;
    /** By result. */
    private final LongAdder[] counts =
            Stream.generate(LongAdder::new).limit(CacheResult.values().length).toArray(LongAdder[]::new);

    /** What was asked for of late and could not be kept: nobody waits for such an answer. */
    private final Cache<String, Boolean> unshared = Caffeine.newBuilder()
            .maximumSize(MOST_UNSHARED)
            .expireAfterWrite(UNSHARED)
            .executor(Runnable::run)
            .build();

    /** Tells the other gateways; nobody at first. */
    private volatile Consumer<CacheInvalidation> others = told -> {};

    private volatile boolean isUsed;

    /** @param gateway stands for this gateway in what is told to others */
    NodeCache(String gateway, AnswerStore store, Clock clock) {
        this.gateway = gateway;
        this.store = store;
        this.clock = clock;
    }

    /** There is a route with a cache: from now on changes matter, by whichever route they come. */
    void use() {
        isUsed = true;
    }

    /** Whether any route of this node has, or had, a cache. */
    boolean isUsed() {
        return isUsed;
    }

    AnswerStore store() {
        return store;
    }

    Flights flights() {
        return flights;
    }

    void count(CacheResult result) {
        counts[result.ordinal()].increment();
    }

    long counted(CacheResult result) {
        return counts[result.ordinal()].sum();
    }

    CacheState state() {
        return new CacheState(
                store.uris(),
                store.bytes(),
                store.bound(),
                counted(CacheResult.HIT),
                counted(CacheResult.STALE),
                counted(CacheResult.REVALIDATED),
                counted(CacheResult.MISS),
                store.evicted());
    }

    boolean isShared(String key) {
        return unshared.getIfPresent(key) == null;
    }

    void unshare(String key) {
        unshared.put(key, true);
    }

    /** The time in milliseconds since the epoch. */
    long now() {
        return clock.millis();
    }

    /** Keeps what a service confirmed in place of what was kept, if that may go on. */
    void confirm(CacheQuery query, StoredAnswer kept, StoredAnswer confirmed, long generation) {
        boolean mayStay = Storability.mayStore(
                CacheDirectives.NONE,
                query.isAuthorized(),
                confirmed.status(),
                confirmed.headers(),
                CacheDirectives.ofAnswer(confirmed.headers()));
        if (!mayStay || !confirmed.isOfUse()) {
            store.remove(query.uri(), kept);
        } else if (!query.directives().has("no-store")) {
            // nothing of that request's answer is kept, but what is kept already stays (RFC 9111, 5.2.1.5)
            store.put(query, confirmed, generation);
        }
    }

    void publishTo(Consumer<CacheInvalidation> listeners) {
        others = listeners;
    }

    /** A change went through to these URIs: nothing that any gateway keeps of them is true any more (RFC 9111, 4.4). */
    void changed(Set<String> uris) {
        uris.forEach(store::invalidate);
        others.accept(new CacheInvalidation(gateway, List.copyOf(uris)));
    }

    /** A change went through another gateway. */
    void hear(CacheInvalidation told) {
        if (!gateway.equals(told.gateway())) {
            told.uris().forEach(store::invalidate);
        }
    }
}
