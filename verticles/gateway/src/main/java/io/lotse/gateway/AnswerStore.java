package io.lotse.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiPredicate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * The answers that a node keeps, in memory, within a bound. Seen by all event loops. By URI, so that all that is kept of one
 * can be given up at once, whichever route and whichever variant.
 */
final class AnswerStore {
    /** How many answers are kept of one URI; the oldest goes first. */
    private static final int VARIANTS = 32;

    private static final int STRIPES = 1_024;

    private final Cache<String, List<StoredAnswer>> answers;
    private final long bound;
    private final LongAdder evicted = new LongAdder();
    private final AtomicLong underWay = new AtomicLong();
    /** Grows whenever what is kept of a URI of this stripe was given up. */
    private final AtomicLongArray generations = new AtomicLongArray(STRIPES);

    /** @param bound how much may be kept, in bytes; 0 for nothing */
    AnswerStore(long bound) {
        this.bound = bound;
        this.answers = Caffeine.newBuilder()
                .maximumWeight(bound)
                .<String, List<StoredAnswer>>weigher((uri, all) -> weight(uri, all))
                .evictionListener((uri, all, cause) -> evicted.add(all.size()))
                .executor(Runnable::run)
                .build();
    }

    private static int weight(String uri, List<StoredAnswer> all) {
        long weight = 2L * uri.length();
        for (StoredAnswer answer : all) {
            weight += answer.weight();
        }
        return (int) Math.min(Integer.MAX_VALUE, weight);
    }

    /** The answer that serves a request best; null for none. */
    StoredAnswer find(CacheQuery query) {
        List<StoredAnswer> all = answers.getIfPresent(query.uri());
        if (all == null) {
            return null;
        }
        StoredAnswer best = null;
        for (StoredAnswer answer : all) {
            if (answer.group().equals(query.group())
                    && answer.vary().matches(query.headers())
                    && (best == null || answer.goesBefore(best))) {
                best = answer;
            }
        }
        return best;
    }

    /** Whether something is kept of the URI, if perhaps for other requests. */
    boolean hasVariants(CacheQuery query) {
        List<StoredAnswer> all = answers.getIfPresent(query.uri());
        return all != null && all.stream().anyMatch(a -> a.group().equals(query.group()));
    }

    /** Taken before a service is asked; what it answers is not kept if all was given up in between. */
    long generation(String uri) {
        return generations.get(stripe(uri));
    }

    /** Keeps an answer in place of those that served the same request. */
    void put(CacheQuery query, StoredAnswer answer, long generation) {
        answers.asMap().compute(query.uri(), (uri, before) -> {
            if (generation(uri) != generation) {
                return before;
            }
            List<StoredAnswer> all = new ArrayList<>();
            all.add(answer);
            if (before != null) {
                before.stream()
                        .filter(a ->
                                !a.group().equals(query.group()) || !a.vary().matches(query.headers()))
                        .limit(VARIANTS - 1)
                        .forEach(all::add);
            }
            return List.copyOf(all);
        });
    }

    /** Gives up this answer. */
    void remove(String uri, StoredAnswer answer) {
        answers.asMap().computeIfPresent(uri, (u, before) -> {
            List<StoredAnswer> left = before.stream().filter(a -> a != answer).toList();
            return left.isEmpty() ? null : left;
        });
    }

    /** Gives up all that is kept of a URI, and what is under way to be. */
    void invalidate(String uri) {
        generations.incrementAndGet(stripe(uri));
        answers.invalidate(uri);
    }

    /**
     * Gives up all answers that this holds for, by URI and answer, and whatever is under way to be kept. Looks at every one.
     *
     * @return how many those were
     */
    int invalidateAll(BiPredicate<String, StoredAnswer> which) {
        for (int i = 0; i < STRIPES; i++) {
            generations.incrementAndGet(i);
        }
        int gone = 0;
        for (Map.Entry<String, List<StoredAnswer>> entry : answers.asMap().entrySet()) {
            for (StoredAnswer answer : entry.getValue()) {
                if (which.test(entry.getKey(), answer)) {
                    remove(entry.getKey(), answer);
                    gone++;
                }
            }
        }
        return gone;
    }

    long bound() {
        return bound;
    }

    /** Whether so many bytes more may be held while an answer is on its way; they must be given back. */
    boolean reserve(int bytes) {
        if (underWay.addAndGet(bytes) <= bound / 4) {
            return true;
        }
        underWay.addAndGet(-bytes);
        return false;
    }

    void giveBack(int bytes) {
        underWay.addAndGet(-bytes);
    }

    /** How many answers were given up to make room. */
    long evicted() {
        return evicted.sum();
    }

    /** What all that is kept takes, in bytes. */
    long bytes() {
        return answers.policy().eviction().orElseThrow().weightedSize().orElse(0);
    }

    /** Of how many URIs something is kept. */
    long uris() {
        return answers.estimatedSize();
    }

    private static int stripe(String uri) {
        return Math.floorMod(uri.hashCode(), STRIPES);
    }
}
