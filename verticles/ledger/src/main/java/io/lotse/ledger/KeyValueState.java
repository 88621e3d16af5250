package io.lotse.ledger;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Changes;
import io.lotse.contracts.ledger.Claim;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.OutcomeQuery;
import io.lotse.contracts.ledger.OutcomeReply;
import io.lotse.contracts.ledger.RangePage;
import io.lotse.contracts.ledger.RangeRequest;
import io.lotse.contracts.ledger.Transaction;

/**
 * The keys, what became of requests, and the last changes. It knows no clock and no chance: the same commands give the
 * same state on every voter. One thread applies, any may read.
 */
final class KeyValueState {
    /** A page ends here, so that it fits into a message between voters. */
    private static final int PAGE_CHARACTERS = 4 << 20;

    private final TreeMap<String, StoredValue> keys = new TreeMap<>();
    private final KeptOutcomes outcomes = new KeptOutcomes();
    private final ChangeHistory history;
    private long revision;

    KeyValueState(ChangeHistory history) {
        this.history = history;
    }

    /**
     * Makes a transaction whole or not at all.
     *
     * @throws ContractException {@link io.lotse.contracts.ProblemCode#IDEMPOTENCY_KEY_REUSED}; nothing is changed then
     */
    synchronized Outcome apply(Command command) {
        Transaction transaction = command.transaction();
        Outcome earlier = earlier(command);
        if (earlier != null) {
            return earlier;
        }
        for (Condition condition : transaction.conditions()) {
            if (!holds(condition)) {
                return refused(condition.key(), null);
            }
        }
        Draft draft = new Draft();
        for (int i = 0; i < transaction.claims().size(); i++) {
            if (!draft.claim(transaction.claims().get(i))) {
                return refused(null, i);
            }
        }
        transaction.mutations().forEach(draft::make);
        draft.store(transaction.proposedAt().toEpochMilli());
        Outcome outcome =
                new Outcome(true, revision, draft.claimed, null, null, draft.claimedKeys, false, transaction.memo());
        keep(command, outcome);
        return outcome;
    }

    private Outcome earlier(Command command) {
        Transaction transaction = command.transaction();
        String kept = null;
        if (transaction.requestId() != null) {
            kept = outcomes.ofRequest(transaction.requestId(), transaction.fingerprint());
        } else if (command.attempt() != null) {
            kept = outcomes.ofAttempt(command.attempt());
        }
        // the proposer of an attempt never knew its first outcome: to it, this is the first
        return kept == null ? null : asOutcome(kept, transaction.requestId() != null);
    }

    /** Only what was made is kept: what was refused changed nothing, and may be asked again under the same id. */
    private void keep(Command command, Outcome outcome) {
        Transaction transaction = command.transaction();
        if (transaction.requestId() != null) {
            outcomes.keepRequest(
                    transaction.requestId(),
                    Wire.json(outcome),
                    transaction.fingerprint(),
                    transaction.proposedAt().toEpochMilli());
        } else if (command.attempt() != null) {
            outcomes.keepAttempt(command.attempt(), Wire.json(outcome));
        }
    }

    private static Outcome asOutcome(String kept, boolean repeated) {
        Outcome o = Wire.read(kept, Outcome.class);
        return new Outcome(
                o.succeeded(),
                o.revision(),
                o.claimed(),
                o.failedKey(),
                o.failedClaim(),
                o.claimedKeys(),
                repeated,
                o.memo());
    }

    private boolean holds(Condition condition) {
        StoredValue held = keys.get(condition.key());
        if (condition.modRevision() < 0) {
            return held != null;
        }
        return (held == null ? 0 : held.modRevision()) == condition.modRevision();
    }

    private Outcome refused(String failedKey, Integer failedClaim) {
        return new Outcome(false, revision, List.of(), failedKey, failedClaim, List.of(), false, null);
    }

    synchronized RangePage range(RangeRequest request) {
        String prefix = request.prefix();
        boolean further = request.after() != null && request.after().compareTo(prefix) >= 0;
        NavigableMap<String, StoredValue> tail =
                further ? keys.tailMap(request.after(), false) : keys.tailMap(prefix, true);
        List<Entry> entries = new ArrayList<>();
        long characters = 0;
        for (Map.Entry<String, StoredValue> e : tail.entrySet()) {
            if (!e.getKey().startsWith(prefix)) {
                break;
            }
            if (entries.size() == request.limit() || characters > PAGE_CHARACTERS) {
                return new RangePage(
                        entries, revision, entries.get(entries.size() - 1).key());
            }
            entries.add(e.getValue().toEntry(e.getKey()));
            characters += e.getValue().json().length();
        }
        return new RangePage(entries, revision, null);
    }

    synchronized OutcomeReply outcome(OutcomeQuery query) {
        String kept = outcomes.ofRequest(query.requestId(), query.fingerprint());
        return new OutcomeReply(kept == null ? null : asOutcome(kept, true));
    }

    /**
     * The changes behind a revision; where the state has not come there yet, none, with the revision it has.
     *
     * @throws ContractException {@link io.lotse.contracts.ProblemCode#REVISION_COMPACTED}
     */
    Changes changes(long after) {
        ChangeHistory.Part part;
        synchronized (this) {
            if (after > revision) {
                return new Changes(after, revision, List.of());
            }
            part = history.after(after);
        }
        List<Change> changes = new ArrayList<>();
        part.changes()
                .forEach((made, stored) -> stored.forEach(c -> changes.add(new Change(
                        made, c.key(), c.value() == null ? null : c.value().toEntry(c.key())))));
        return new Changes(after, part.revision(), changes);
    }

    synchronized long revision() {
        return revision;
    }

    synchronized long compactedRevision() {
        return history.compacted();
    }

    KeptOutcomes outcomes() {
        return outcomes;
    }

    /** The state as it is now. */
    synchronized StateCopy copy() {
        return StateCopy.of(revision, keys, outcomes);
    }

    /** Takes over what a snapshot holds. */
    synchronized void restore(long to, Map<String, StoredValue> values, KeptOutcomes kept) {
        revision = to;
        keys.clear();
        keys.putAll(values);
        outcomes.restore(kept);
        history.startAt(to);
    }

    /** What a transaction would change, until all of it is known to be possible. */
    private final class Draft {
        private final Map<String, String> puts = new LinkedHashMap<>();
        private final Set<String> present = new HashSet<>();
        private final List<Integer> claimed = new ArrayList<>();
        private final List<String> claimedKeys = new ArrayList<>();

        private boolean claim(Claim claim) {
            for (int i = 0; i < claim.candidates().size(); i++) {
                List<String> candidate = claim.candidates().get(i);
                if (areFree(candidate) && areFree(claim.rivalsOf(i))) {
                    String value = json(claim.value());
                    candidate.forEach(key -> put(key, value));
                    claimed.add(i);
                    claimedKeys.addAll(candidate);
                    return true;
                }
            }
            return false;
        }

        private boolean areFree(List<String> wanted) {
            return wanted.stream().noneMatch(k -> keys.containsKey(k) || present.contains(k));
        }

        private void make(Mutation mutation) {
            if (mutation.value() == null) {
                puts.put(mutation.key(), null);
                present.remove(mutation.key());
            } else {
                put(mutation.key(), json(mutation.value()));
            }
        }

        private void put(String key, String value) {
            puts.put(key, value);
            present.add(key);
        }

        private void store(long proposedAt) {
            revision++;
            List<ChangeHistory.StoredChange> made = new ArrayList<>(puts.size());
            puts.forEach((key, json) -> {
                StoredValue before = keys.get(key);
                if (json != null) {
                    long created = before == null ? revision : before.createRevision();
                    StoredValue now = new StoredValue(json, created, revision);
                    keys.put(key, now);
                    made.add(new ChangeHistory.StoredChange(key, now));
                } else if (before != null) {
                    keys.remove(key);
                    made.add(new ChangeHistory.StoredChange(key, null));
                }
            });
            history.add(revision, List.copyOf(made), proposedAt);
        }

        private static String json(Map<String, Object> value) {
            return new JsonObject(value).encode();
        }
    }
}
