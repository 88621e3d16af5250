package io.lotse.meshview;

import java.util.AbstractCollection;
import java.util.Iterator;
import java.util.SortedMap;

import io.lotse.contracts.ledger.Entry;

/** Kept entries as what they stand for, each decoded when it is come to. */
final class KeptEntries extends AbstractCollection<Entry> {
    private final SortedMap<String, KeptEntry> kept;

    KeptEntries(SortedMap<String, KeptEntry> kept) {
        this.kept = kept;
    }

    @Override
    public int size() {
        return kept.size();
    }

    @Override
    public Iterator<Entry> iterator() {
        return kept.entrySet().stream()
                .map(e -> e.getValue().toEntry(e.getKey()))
                .iterator();
    }
}
