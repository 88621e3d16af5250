package io.lotse.it.nemesis;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** kill -9, and a start. */
final class KilledNodes implements Fault {
    private final String name;
    private final Function<Cluster, List<String>> choice;
    private final Duration down;
    private List<String> killed;

    /** @param choice which nodes are killed */
    KilledNodes(String name, Duration down, Function<Cluster, List<String>> choice) {
        this.name = name;
        this.down = down;
        this.choice = choice;
    }

    @Override
    public String name() {
        return "kill -9 of " + name;
    }

    @Override
    public Duration lasts() {
        return down;
    }

    @Override
    public List<String> begin(Cluster cluster) {
        killed = choice.apply(cluster);
        cluster.kill(killed);
        return Sides.majorityWithout(killed);
    }

    @Override
    public String end(Cluster cluster) {
        cluster.start(killed);
        return "";
    }
}
