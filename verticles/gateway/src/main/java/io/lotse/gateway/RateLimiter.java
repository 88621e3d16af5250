package io.lotse.gateway;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;

import io.lotse.contracts.gateway.RateCount;
import io.lotse.contracts.gateway.RateLimit;

/**
 * The token buckets of one rate limit, one for each client that it tells apart; the same for all event loops of this node.
 * What other gateways let through is taken out of the buckets here when they tell it, below zero if need be, so that what
 * was let through too many is let through the fewer afterwards.
 */
final class RateLimiter {
    /** Of more clients than this the ones that ask least are forgotten, and begin anew with a full bucket. */
    static final int MOST_CLIENTS = 50_000;

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final String id;
    private final int requests;
    private final int burst;
    private final Duration window;
    private final TimeMeter time;
    private final Cache<String, Client> clients;
    /** Those with something to tell. */
    private final Queue<Client> counted = new ConcurrentLinkedQueue<>();

    /**
     * @param id the same for the same limit at all gateways
     * @param nanoClock as {@link System#nanoTime()}
     */
    RateLimiter(String id, RateLimit limit, LongSupplier nanoClock) {
        this.id = id;
        this.requests = limit.requests();
        this.burst = limit.burst() == null ? requests : limit.burst();
        this.window = window(limit);
        this.time = new NanoTime(nanoClock);
        this.clients = Caffeine.newBuilder()
                .maximumSize(MOST_CLIENTS)
                .expireAfterAccess(untilFull().plus(window))
                .ticker(nanoClock::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    static Duration window(RateLimit limit) {
        return limit.window() == null ? SECOND : limit.window();
    }

    /** How long an empty bucket takes to be full: one that has not been used for longer is as good as none. */
    private Duration untilFull() {
        return window.multipliedBy(burst).dividedBy(requests);
    }

    String id() {
        return id;
    }

    /** Takes a token out of a client's bucket if there is one. */
    ConsumptionProbe take(String key) {
        Client client = client(key);
        ConsumptionProbe probe = client.bucket.tryConsumeAndReturnRemaining(1);
        if (probe.isConsumed() && client.untold.getAndIncrement() == 0) {
            counted.add(client);
        }
        return probe;
    }

    /** Another gateway let requests of a client through. */
    void hear(String key, long others) {
        if (others > 0) {
            client(key).bucket.consumeIgnoringRateLimits(others);
        }
    }

    /** Hands over what this gateway let through since the last time. */
    void tell(Consumer<RateCount> to) {
        for (Client client = counted.poll(); client != null; client = counted.poll()) {
            to.accept(new RateCount(id, client.key, client.untold.getAndSet(0)));
        }
    }

    /** How many clients it remembers. */
    long clients() {
        clients.cleanUp();
        return clients.estimatedSize();
    }

    private Client client(String key) {
        return clients.get(key, Client::new);
    }

    /** One whose requests count together. */
    private final class Client {
        final String key;
        final AtomicLong untold = new AtomicLong();
        final Bucket bucket;

        Client(String key) {
            this.key = key;
            this.bucket = Bucket.builder()
                    .withCustomTimePrecision(time)
                    .addLimit(limit -> limit.capacity(burst).refillGreedy(requests, window))
                    .build();
        }
    }

    private record NanoTime(LongSupplier clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return clock.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
