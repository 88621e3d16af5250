package io.lotse.it.nemesis;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The network between the nodes fails in some way, and heals. */
final class NetworkFault implements Fault {
    private final String name;
    private final Duration lasts;
    private final Function<Cluster, List<String>> breaks;

    /** @param breaks breaks it, and returns the nodes through which writes should go on */
    NetworkFault(String name, Duration lasts, Function<Cluster, List<String>> breaks) {
        this.name = name;
        this.lasts = lasts;
        this.breaks = breaks;
    }

    /** What the leader sends does not arrive; it hears the others. */
    static Fault oneWay(Duration lasts) {
        return new NetworkFault("one-way partition, nobody hears the leader", lasts, cluster -> {
            List<String> leader = Sides.leader(cluster);
            Sides.without(leader).forEach(other -> cluster.network().cut(leader.get(0), other));
            return Sides.without(leader);
        });
    }

    /** The leader and one other do not hear each other, and both hear the third. */
    static Fault noTriangle(Duration lasts) {
        return new NetworkFault("partition between leader and one other", lasts, cluster -> {
            List<String> leader = Sides.leader(cluster);
            String other = Sides.without(leader).get(0);
            cluster.network().cut(leader.get(0), other);
            cluster.network().cut(other, leader.get(0));
            return List.of();
        });
    }

    static Fault loss(double share, Duration lasts) {
        return new NetworkFault("loss of " + Math.round(share * 100) + " % of all packets", lasts, cluster -> {
            cluster.network().lose(share);
            return Cluster.NODES;
        });
    }

    static Fault delay(Duration late, Duration lasts) {
        return new NetworkFault("delay of " + late.toMillis() + " ms each way", lasts, cluster -> {
            cluster.network().delay(late);
            return Cluster.NODES;
        });
    }

    /** All three apart. */
    static Fault shattered(Duration lasts) {
        return new NetworkFault("partition, 1 \\| 1 \\| 1", lasts, cluster -> {
            Cluster.NODES.forEach(node -> cluster.network().part(Set.of(node), Set.copyOf(Cluster.NODES)));
            return List.of();
        });
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Duration lasts() {
        return lasts;
    }

    @Override
    public List<String> begin(Cluster cluster) {
        return breaks.apply(cluster);
    }

    @Override
    public String end(Cluster cluster) {
        cluster.network().heal();
        return "";
    }
}
