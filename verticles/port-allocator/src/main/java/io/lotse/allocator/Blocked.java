package io.lotse.allocator;

import java.util.BitSet;

import io.lotse.contracts.ports.PortRange;

/**
 * The ports of a space that may not be given, by reason.
 *
 * @param taken held by an allocation
 * @param reserved never given
 * @param ephemeral handed out by the kernel to outgoing connections; null where that is not known
 */
record Blocked(BitSet taken, BitSet reserved, PortRange ephemeral) {
    /** All of them, for ports that nobody asked for by number. */
    BitSet all() {
        BitSet all = (BitSet) taken.clone();
        all.or(reserved);
        if (ephemeral != null) {
            all.set(ephemeral.first(), ephemeral.last() + 1);
        }
        return all;
    }

    /** For people: how many of a range are blocked, by the first reason that applies. */
    String explain(PortRange range) {
        BitSet rest = new BitSet();
        rest.set(range.first(), range.last() + 1);
        int takenCount = takeOut(rest, taken);
        int reservedCount = takeOut(rest, reserved);
        return range + " (" + range.size() + " ports: " + takenCount + " taken, " + reservedCount + " reserved, "
                + ephemeralCount(rest) + " left to the kernel's outgoing connections)";
    }

    private int ephemeralCount(BitSet rest) {
        return ephemeral == null
                ? 0
                : rest.get(ephemeral.first(), ephemeral.last() + 1).cardinality();
    }

    private static int takeOut(BitSet from, BitSet ports) {
        int before = from.cardinality();
        from.andNot(ports);
        return before - from.cardinality();
    }
}
