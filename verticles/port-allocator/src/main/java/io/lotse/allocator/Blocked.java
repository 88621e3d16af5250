package io.lotse.allocator;

import java.util.BitSet;
import java.util.function.IntPredicate;

import io.lotse.contracts.Counts;
import io.lotse.contracts.ports.PortRange;

/**
 * The ports of a space that may not be given, by reason.
 *
 * @param taken held by an allocation
 * @param reserved never given
 * @param ephemeral handed out by the kernel to outgoing connections; null where that is not known
 * @param quarantined given back by another service a moment ago
 */
record Blocked(BitSet taken, BitSet reserved, PortRange ephemeral, IntPredicate quarantined) {
    /** All but the quarantined, for ports that nobody asked for by number. */
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
        int ephemeralCount = ephemeralCount(rest);
        long resting = rest.stream().filter(quarantined).count();
        return range + " (" + Counts.of(range.size(), "port") + ": " + takenCount + " taken, " + reservedCount
                + " reserved, "
                + ephemeralCount + " left to the kernel's outgoing connections"
                + (resting == 0 ? ")" : ", " + resting + " in quarantine)");
    }

    /** For people: why a port cannot be given. */
    String reason(int port) {
        if (reserved.get(port)) {
            return "reserved";
        }
        return taken.get(port) ? "taken" : "in quarantine";
    }

    boolean holds(int port) {
        return taken.get(port) || reserved.get(port) || quarantined.test(port);
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
