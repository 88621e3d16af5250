package io.lotse.ledger;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;

/** The last changes, so many as its limits allow; older ones are forgotten a whole revision at a time. */
final class ChangeHistory {
    /** A part of a reply: further changes are asked for with the revision that it came to. */
    private static final int REPLY_CHANGES = 10_000;

    private final int maxChanges;
    private final long maxBytes;
    private final TreeMap<Long, List<StoredChange>> byRevision = new TreeMap<>();
    private long compacted;
    private int changes;
    private long bytes;

    /** @param value what the key holds now; null where it was deleted */
    record StoredChange(String key, StoredValue value) {
        private int size() {
            return key.length() + (value == null ? 0 : value.json().length());
        }
    }

    /** @param revision the last one that is covered */
    record Part(long revision, Map<Long, List<StoredChange>> changes) {}

    ChangeHistory(int maxChanges, long maxBytes) {
        this.maxChanges = maxChanges;
        this.maxBytes = maxBytes;
    }

    void add(long revision, List<StoredChange> made) {
        byRevision.put(revision, made);
        changes += made.size();
        bytes += size(made);
        while ((changes > maxChanges || bytes > maxBytes || byRevision.size() > maxChanges) && byRevision.size() > 1) {
            var oldest = byRevision.pollFirstEntry();
            changes -= oldest.getValue().size();
            bytes -= size(oldest.getValue());
            compacted = oldest.getKey();
        }
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
            part.put(entry.getKey(), entry.getValue());
            count += entry.getValue().size();
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
