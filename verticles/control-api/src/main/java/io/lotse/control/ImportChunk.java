package io.lotse.control;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.meshview.KeptEntry;
import io.lotse.meshview.MeshSnapshot;

/**
 * The next step of an import: what to put and what to remove, from the last key on. Both the file and the ledger are in the
 * order of their keys, and are gone through side by side.
 */
final class ImportChunk {
    private static final int MAX_MUTATIONS = 500;
    private static final int MAX_BYTES = 256 << 10;

    private final boolean replace;
    private final List<Condition> conditions = new ArrayList<>();
    private final List<Mutation> mutations = new ArrayList<>();
    private String lastKey;
    private int bytes;
    private int taken;
    private boolean last;

    private ImportChunk(boolean replace, String lastKey) {
        this.replace = replace;
        this.lastKey = lastKey;
    }

    /**
     * @param lines the file's lines behind the last key; as many as a chunk can take, or all there are
     * @param atEnd whether these are all there are
     * @param now what the ledger holds
     * @param lastKey the key that was come to; null at the beginning
     * @param replace whether to overwrite and to remove what the file does not hold
     * @throws ContractException {@link ProblemCode#CONFLICT} where something was written that is not to be replaced
     */
    static ImportChunk of(
            List<LedgerFileReader.Line> lines, boolean atEnd, MeshSnapshot now, String lastKey, boolean replace) {
        ImportChunk chunk = new ImportChunk(replace, lastKey);
        chunk.fill(lines, atEnd, now);
        return chunk;
    }

    private void fill(List<LedgerFileReader.Line> lines, boolean atEnd, MeshSnapshot now) {
        Iterator<Map.Entry<String, KeptEntry>> held = (lastKey == null
                        ? now.kept()
                        : now.kept().tailMap(lastKey, false))
                .entrySet()
                .iterator();
        Map.Entry<String, KeptEntry> there = next(held);
        while (taken < lines.size() && !isFull()) {
            LedgerFileReader.Line line = lines.get(taken);
            int order = there == null ? 1 : there.getKey().compareTo(line.key());
            if (order < 0) {
                remove(there);
                there = next(held);
                continue;
            }
            put(line, order == 0 ? there.getValue() : null);
            there = order == 0 ? next(held) : there;
        }
        while (atEnd && taken == lines.size() && there != null && !isFull()) {
            remove(there);
            there = next(held);
        }
        last = atEnd && taken == lines.size() && there == null;
    }

    private boolean isFull() {
        return mutations.size() >= MAX_MUTATIONS || bytes >= MAX_BYTES;
    }

    private static <T> T next(Iterator<T> iterator) {
        return iterator.hasNext() ? iterator.next() : null;
    }

    private void put(LedgerFileReader.Line line, KeptEntry held) {
        taken++;
        lastKey = line.key();
        boolean ofRunningHost = held != null && line.key().startsWith(LedgerKeys.HOSTS);
        if (!LedgerKeys.isData(line.key())
                || ofRunningHost
                || held != null && LedgerFile.same(held.value().getMap(), line.value())) {
            return;
        }
        if (held != null && !replace) {
            throw new ContractException(
                    ProblemCode.CONFLICT,
                    line.key() + " was written while the import was under way, and is another than the file's:"
                            + " import again with replace to overwrite it");
        }
        conditions.add(Condition.unchanged(line.key(), held == null ? 0 : held.modRevision()));
        mutations.add(new Mutation(line.key(), line.value()));
        bytes += line.bytes();
    }

    private void remove(Map.Entry<String, KeptEntry> held) {
        lastKey = held.getKey();
        if (replace && LedgerKeys.isData(held.getKey()) && !held.getKey().startsWith(LedgerKeys.HOSTS)) {
            conditions.add(Condition.unchanged(held.getKey(), held.getValue().modRevision()));
            mutations.add(Mutation.delete(held.getKey()));
            bytes += held.getKey().length();
        }
    }

    List<Condition> conditions() {
        return conditions;
    }

    List<Mutation> mutations() {
        return mutations;
    }

    /** How many lines of the file it covers. */
    int taken() {
        return taken;
    }

    /** The key that it comes to. */
    String lastKey() {
        return lastKey;
    }

    /** Whether nothing is left behind it. */
    boolean isLast() {
        return last;
    }
}
