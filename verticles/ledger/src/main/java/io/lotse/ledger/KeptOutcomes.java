package io.lotse.ledger;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;

/**
 * What became of the transactions that were made. Those with a request id are kept for 24 h by {@link ProposersTime}, and
 * no longer than until newer ones take 16 MB: every voter forgets at the same command. Those
 * without a request id are kept by the id of the attempt while some thousands more are made: long enough for the store's own retries.
 */
final class KeptOutcomes {
    static final Duration KEPT = Duration.ofHours(24);
    static final int KEPT_ATTEMPTS = 10_000;
    /** The same on every voter, and so no setting: where one forgot what another keeps, they would no longer agree. */
    static final long KEPT_BYTES = 16 << 20;
    /** What an outcome takes besides its texts. */
    private static final int OVERHEAD = 200;

    private final long maxBytes;

    private final Map<String, Kept> requests = new LinkedHashMap<>();
    private final Map<String, String> attempts = new LinkedHashMap<>();
    private final ProposersTime time = new ProposersTime();
    private long bytes;

    /**
     * @param outcome JSON
     * @param fingerprint null where nobody compares
     * @param at the time that counted when it was made, in milliseconds since 1970
     */
    record Kept(String outcome, String fingerprint, long at) {
        private long bytes(String requestId) {
            return OVERHEAD + requestId.length() + outcome.length() + (fingerprint == null ? 0 : fingerprint.length());
        }
    }

    KeptOutcomes() {
        this(KEPT_BYTES);
    }

    /** @param maxBytes what the outcomes of requests may take together; one is kept whatever it takes */
    KeptOutcomes(long maxBytes) {
        this.maxBytes = maxBytes;
    }

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
        long now = time.advance(proposedAt);
        restoreRequest(requestId, new Kept(outcome, fingerprint, now));
        Iterator<Map.Entry<String, Kept>> oldest = requests.entrySet().iterator();
        while (requests.size() > 1) {
            Map.Entry<String, Kept> next = oldest.next();
            if (bytes <= maxBytes && Math.abs(now - next.getValue().at) <= KEPT.toMillis()) {
                return;
            }
            bytes -= next.getValue().bytes(next.getKey());
            oldest.remove();
        }
    }

    void restoreRequest(String requestId, Kept kept) {
        Kept former = requests.put(requestId, kept);
        bytes += kept.bytes(requestId) - (former == null ? 0 : former.bytes(requestId));
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
        return time.now();
    }

    /** Takes over what a snapshot holds. */
    void restore(KeptOutcomes other) {
        requests.clear();
        attempts.clear();
        requests.putAll(other.requests);
        attempts.putAll(other.attempts);
        bytes = other.bytes;
        time.restore(other.now());
    }

    void restoreNow(long now) {
        time.restore(now);
    }
}
