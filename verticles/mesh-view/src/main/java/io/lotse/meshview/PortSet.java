package io.lotse.meshview;

import java.util.BitSet;
import java.util.Map;

/** An immutable set of ports, quick to ask and to copy: 8 KB whatever it holds. */
public final class PortSet {
    public static final PortSet EMPTY = new PortSet(new BitSet());

    private final BitSet ports;

    private PortSet(BitSet ports) {
        this.ports = ports;
    }

    public boolean contains(int port) {
        return ports.get(port);
    }

    /** A copy that the caller may change; bit N stands for port N. */
    public BitSet toBitSet() {
        return (BitSet) ports.clone();
    }

    /** This set with ports put in (true) or taken out (false). */
    PortSet with(Map<Integer, Boolean> changes) {
        BitSet changed = toBitSet();
        changes.forEach(changed::set);
        return new PortSet(changed);
    }
}
