package io.lotse.it.nemesis;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** A node is started with a clock that is an hour ahead; then it jumps to an hour behind, while the node runs. */
final class WrongClock implements Fault {
    private static final Duration HOUR = Duration.ofHours(1);

    private final ShiftedClock clock;
    private final Duration each;
    private final Function<Cluster, List<String>> choice;
    private String node;

    /** @param each how long the clock is ahead, and then behind */
    WrongClock(ShiftedClock clock, Duration each, Function<Cluster, List<String>> choice) {
        this.clock = clock;
        this.each = each;
        this.choice = choice;
    }

    @Override
    public String name() {
        return "clock of one node an hour ahead, then behind";
    }

    @Override
    public Duration lasts() {
        return each.multipliedBy(2);
    }

    @Override
    public List<String> begin(Cluster cluster) {
        node = choice.apply(cluster).get(0);
        cluster.kill(List.of(node));
        clock.shift(HOUR);
        cluster.start(node, clock.environment());
        return Cluster.NODES;
    }

    @Override
    public String watch(Cluster cluster, Findings findings) {
        Pace.pass(each);
        clock.shift(HOUR.negated());
        Pace.pass(each);
        return "";
    }

    @Override
    public String end(Cluster cluster) {
        cluster.kill(List.of(node));
        cluster.start(node);
        return "";
    }
}
