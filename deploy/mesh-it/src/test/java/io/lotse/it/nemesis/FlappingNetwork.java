package io.lotse.it.nemesis;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** One node is cut off and back, again and again, before anybody has got used to it. */
final class FlappingNetwork implements Fault {
    private final Duration lasts;
    private final Duration each;
    private final Random random;
    private long endsAt;

    FlappingNetwork(Duration lasts, Duration each, Random random) {
        this.lasts = lasts;
        this.each = each;
        this.random = random;
    }

    @Override
    public String name() {
        return "flapping, one node off and on every " + each.toMillis() + " ms";
    }

    @Override
    public Duration lasts() {
        return lasts;
    }

    @Override
    public List<String> begin(Cluster cluster) {
        endsAt = System.nanoTime() + lasts.toNanos();
        return List.of();
    }

    @Override
    public String watch(Cluster cluster, Findings findings) {
        int flaps = 0;
        while (System.nanoTime() < endsAt) {
            String node = Cluster.NODES.get(random.nextInt(Cluster.NODES.size()));
            cluster.network().part(Set.of(node), Set.copyOf(Cluster.NODES));
            Pace.pass(each);
            cluster.network().heal();
            Pace.pass(each);
            flaps++;
        }
        return flaps + " times";
    }

    @Override
    public String end(Cluster cluster) {
        cluster.network().heal();
        return "";
    }
}
