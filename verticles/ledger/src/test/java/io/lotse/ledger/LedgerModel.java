package io.lotse.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Claim;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;

/**
 * What the ledger's contract says, written down a second time and as simply as can be: every revision is a whole map,
 * and nothing is ever forgotten.
 */
final class LedgerModel {
    /** What the keys held at each revision; the first is 0, with nothing. */
    private final List<Map<String, Entry>> revisions = new ArrayList<>(List.of(Map.of()));

    private final Map<String, Made> requests = new HashMap<>();
    private final Map<String, Outcome> attempts = new HashMap<>();

    private record Made(Outcome outcome, String fingerprint) {}

    long revision() {
        return revisions.size() - 1;
    }

    Map<String, Entry> keys() {
        return revisions.get(revisions.size() - 1);
    }

    Optional<Outcome> made(String requestId) {
        return Optional.ofNullable(requests.get(requestId)).map(made -> repeated(made.outcome));
    }

    Outcome apply(Command command) {
        Transaction asked = command.transaction();
        Made before = requests.get(asked.requestId());
        if (before != null) {
            boolean compared = asked.fingerprint() != null && before.fingerprint != null;
            if (compared && !asked.fingerprint().equals(before.fingerprint)) {
                throw new ContractException(ProblemCode.IDEMPOTENCY_KEY_REUSED, "another content");
            }
            return repeated(before.outcome);
        }
        boolean hasAttempt = asked.requestId() == null && command.attempt() != null;
        if (hasAttempt && attempts.containsKey(command.attempt())) {
            return attempts.get(command.attempt());
        }
        Outcome outcome = make(asked);
        if (outcome.succeeded() && asked.requestId() != null) {
            requests.put(asked.requestId(), new Made(outcome, asked.fingerprint()));
        } else if (outcome.succeeded() && hasAttempt) {
            attempts.put(command.attempt(), outcome);
        }
        return outcome;
    }

    private Outcome make(Transaction asked) {
        for (Condition condition : asked.conditions()) {
            Entry held = keys().get(condition.key());
            long modified = held == null ? 0 : held.modRevision();
            boolean holds = condition.modRevision() == -1 ? held != null : condition.modRevision() == modified;
            if (!holds) {
                return new Outcome(false, revision(), List.of(), condition.key(), null, List.of(), false, null);
            }
        }
        Map<String, Entry> next = new TreeMap<>(keys());
        List<Integer> claimed = new ArrayList<>();
        List<String> claimedKeys = new ArrayList<>();
        for (Claim claim : asked.claims()) {
            int free = 0;
            while (free < claim.candidates().size()
                    && claim.candidates().get(free).stream().anyMatch(next::containsKey)) {
                free++;
            }
            if (free == claim.candidates().size()) {
                return new Outcome(false, revision(), List.of(), null, claimed.size(), List.of(), false, null);
            }
            claimed.add(free);
            for (String key : claim.candidates().get(free)) {
                claimedKeys.add(key);
                put(next, key, claim.value());
            }
        }
        for (Mutation mutation : asked.mutations()) {
            if (mutation.value() == null) {
                next.remove(mutation.key());
            } else {
                put(next, mutation.key(), mutation.value());
            }
        }
        revisions.add(next);
        return new Outcome(true, revision(), claimed, null, null, claimedKeys, false, asked.memo());
    }

    private void put(Map<String, Entry> next, String key, Map<String, Object> value) {
        Entry before = keys().get(key);
        long made = revision() + 1;
        next.put(key, new Entry(key, value, before == null ? made : before.createRevision(), made));
    }

    /** The changes of one revision, by key. */
    Map<String, Change> changesOf(long revision) {
        Map<String, Entry> before = revisions.get((int) revision - 1);
        Map<String, Entry> after = revisions.get((int) revision);
        Map<String, Change> changes = new TreeMap<>();
        after.forEach((key, entry) -> {
            if (!entry.equals(before.get(key))) {
                changes.put(key, new Change(revision, key, entry));
            }
        });
        before.keySet().stream()
                .filter(key -> !after.containsKey(key))
                .forEach(key -> changes.put(key, new Change(revision, key, null)));
        return changes;
    }

    private static Outcome repeated(Outcome o) {
        return new Outcome(
                o.succeeded(),
                o.revision(),
                o.claimed(),
                o.failedKey(),
                o.failedClaim(),
                o.claimedKeys(),
                true,
                o.memo());
    }
}
