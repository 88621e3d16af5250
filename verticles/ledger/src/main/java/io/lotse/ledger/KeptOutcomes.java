package io.lotse.ledger;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;

/**
 * What became of the transactions that were made. Those with a request id are kept for 24 h by the proposers' clocks, so
 * that every voter forgets at the same command. One command moves that time by a minute at most, forth or back: a node
 * whose clock is wrong must not make the others' requests forgotten; where few ask, they are kept for longer. Those
 * without a request id are kept by the id of the attempt while some thousands more are made: long enough for the store's own retries.
 */
final class KeptOutcomes {
    static final Duration KEPT = Duration.ofHours(24);
    static final int KEPT_ATTEMPTS = 10_000;
    private static final Duration STEP = Duration.ofMinutes(1);

    private final Map<String, Kept> requests = new LinkedHashMap<>();
    private final Map<String, String> attempts = new LinkedHashMap<>();
    /** The time that counts; {@link Long#MIN_VALUE} before the first request. */
    private long now = Long.MIN_VALUE;

    /**
     * @param outcome JSON
     * @param fingerprint null where nobody compares
     * @param at the time that counted when it was made, in milliseconds since 1970
     */
    record Kept(String outcome, String fingerprint, long at) {}

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

    /** @param proposedAt by the proposer's clock, in milliseconds since 1970 */
    void keepRequest(String requestId, String outcome, String fingerprint, long proposedAt) {
        long step = STEP.toMillis();
        now = now == Long.MIN_VALUE ? proposedAt : Math.max(now - step, Math.min(proposedAt, now + step));
        requests.put(requestId, new Kept(outcome, fingerprint, now));
        Iterator<Kept> oldest = requests.values().iterator();
        while (oldest.hasNext() && Math.abs(now - oldest.next().at) > KEPT.toMillis()) {
            oldest.remove();
        }
    }

    void restoreRequest(String requestId, Kept kept) {
        requests.put(requestId, kept);
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

    long now() {
        return now;
    }

    /** Takes over what a snapshot holds. */
    void restore(KeptOutcomes other) {
        requests.clear();
        attempts.clear();
        requests.putAll(other.requests);
        attempts.putAll(other.attempts);
        now = other.now;
    }

    void restoreNow(long time) {
        now = time;
    }
}
