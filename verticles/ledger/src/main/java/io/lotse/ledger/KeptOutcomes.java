package io.lotse.ledger;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;

/**
 * What became of the transactions that were made. Those with a request id are kept for 24 h, counted by the largest
 * proposal time that was ever seen, so that every voter forgets at the same command. Those without one are kept by the
 * id of the attempt while some thousands more are made: long enough for the store's own retries.
 */
final class KeptOutcomes {
    static final Duration KEPT = Duration.ofHours(24);
    static final int KEPT_ATTEMPTS = 10_000;

    private final Map<String, Kept> requests = new LinkedHashMap<>();
    private final Map<String, String> attempts = new LinkedHashMap<>();
    private long newest = Long.MIN_VALUE;

    /**
     * @param outcome JSON
     * @param fingerprint null where nobody compares
     * @param proposedAt in milliseconds since 1970
     */
    record Kept(String outcome, String fingerprint, long proposedAt) {}

    /**
     * The outcome of an earlier transaction with this request id; null if there was none.
     *
     * @throws ContractException {@link ProblemCode#IDEMPOTENCY_KEY_REUSED}
     */
    String ofRequest(String requestId, String fingerprint) {
        Kept kept = requests.get(requestId);
        if (kept == null) {
            return null;
        }
        if (fingerprint != null && kept.fingerprint != null && !fingerprint.equals(kept.fingerprint)) {
            throw new ContractException(
                    ProblemCode.IDEMPOTENCY_KEY_REUSED,
                    "request id " + requestId + " came before with another content: take a new id for a new request");
        }
        return kept.outcome;
    }

    /** The outcome of an earlier attempt; null if there was none. */
    String ofAttempt(String attempt) {
        return attempts.get(attempt);
    }

    void keepRequest(String requestId, Kept kept) {
        requests.put(requestId, kept);
        newest = Math.max(newest, kept.proposedAt);
        Iterator<Kept> oldest = requests.values().iterator();
        while (oldest.hasNext() && oldest.next().proposedAt < newest - KEPT.toMillis()) {
            oldest.remove();
        }
    }

    void keepAttempt(String attempt, String outcome) {
        attempts.put(attempt, outcome);
        if (attempts.size() > KEPT_ATTEMPTS) {
            Iterator<String> oldest = attempts.values().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    Map<String, Kept> requests() {
        return requests;
    }

    Map<String, String> attempts() {
        return attempts;
    }

    long newest() {
        return newest;
    }

    /** Takes over what a snapshot holds. */
    void restore(KeptOutcomes other) {
        requests.clear();
        attempts.clear();
        requests.putAll(other.requests);
        attempts.putAll(other.attempts);
        newest = other.newest;
    }

    void restoreNewest(long time) {
        newest = time;
    }
}
