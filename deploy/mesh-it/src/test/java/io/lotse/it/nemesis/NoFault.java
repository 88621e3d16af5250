package io.lotse.it.nemesis;

import java.time.Duration;
import java.util.List;

/** Nothing happens: what the faults are to be compared with. */
record NoFault(Duration lasts) implements Fault {
    @Override
    public String name() {
        return "none";
    }

    @Override
    public List<String> begin(Cluster cluster) {
        return Cluster.NODES;
    }

    @Override
    public String end(Cluster cluster) {
        return "";
    }
}
