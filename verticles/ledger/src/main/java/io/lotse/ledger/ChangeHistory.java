package io.lotse.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;

/**
 * The last changes, so many as its limits allow; older ones are forgotten a whole revision at a time. Its time is that of
 * the commands: where none come, nothing is forgotten.
 */
final class ChangeHistory {
    /** A part of a reply: further changes are asked for with the revision that it came to. */
    private static final int REPLY_CHANGES = 10_000;

    private final int maxChanges;
    private final long maxBytes;
    private final long maxAge;
    private final ProposersTime time = new ProposersTime();
    private final TreeMap<Long, Made> byRevision = new TreeMap<>();
    private long compacted;
    private int changes;
    private long bytes;

    /** @param value what the key holds now; null where it was deleted */
    record StoredChange(String key, StoredValue value) {
        private int size() {
            return key.length() + (value == null ? 0 : value.json().length());
        }
    }

    /** @param at by {@link ProposersTime} */
    private record Made(long at, List<StoredChange> changes) {}

    /** @param revision the last one that is covered */
    record Part(long revision, Map<Long, List<StoredChange>> changes) {}

    /** Without a limit of age. */
    ChangeHistory(int maxChanges, long maxBytes) {
        this(maxChanges, maxBytes, Duration.ofMillis(Long.MAX_VALUE));
    }

    ChangeHistory(int maxChanges, long maxBytes, Duration maxAge) {
        this.maxChanges = maxChanges;
        this.maxBytes = maxBytes;
        this.maxAge = maxAge.toMillis();
    }

    /** @param proposedAt by the proposer's clock, in milliseconds since 1970 */
    void add(long revision, List<StoredChange> made, long proposedAt) {
        long now = time.advance(proposedAt);
        byRevision.put(revision, new Made(now, made));
        changes += made.size();
        bytes += size(made);
        while (byRevision.size() > 1 && isTooMuch(now)) {
            var oldest = byRevision.pollFirstEntry();
            changes -= oldest.getValue().changes().size();
            bytes -= size(oldest.getValue().changes());
            compacted = oldest.getKey();
        }
    }

    private boolean isTooMuch(long now) {
        return changes > maxChanges
                || bytes > maxBytes
                || byRevision.size() > maxChanges
                || now - byRevision.firstEntry().getValue().at() > maxAge;
    }

    /** Nothing is known about how this revision came about. */
    void startAt(long revision) {
        byRevision.clear();
        changes = 0;
        bytes = 0;
        compacted = revision;
    }

    /** The revision behind which all changes are known. */
    long compacted() {
        return compacted;
    }

    /** @throws ContractException {@link ProblemCode#REVISION_COMPACTED} */
    Part after(long revision) {
        if (revision < compacted) {
            throw new ContractException(
                    ProblemCode.REVISION_COMPACTED,
                    "the changes behind revision " + revision + " are gone, those behind " + compacted
                            + " are kept: read all keys anew");
        }
        TreeMap<Long, List<StoredChange>> part = new TreeMap<>();
        int count = 0;
        for (var entry : byRevision.tailMap(revision, false).entrySet()) {
            part.put(entry.getKey(), entry.getValue().changes());
            count += entry.getValue().changes().size();
            if (count >= REPLY_CHANGES) {
                break;
            }
        }
        return new Part(part.isEmpty() ? revision : part.lastKey(), part);
    }

    private static long size(List<StoredChange> made) {
        return made.stream().mapToLong(StoredChange::size).sum();
    }
}
