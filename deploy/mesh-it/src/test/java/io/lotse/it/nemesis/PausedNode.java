package io.lotse.it.nemesis;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** SIGSTOP, as of a machine that sleeps or a very long collection, and SIGCONT. */
final class PausedNode implements Fault {
    private final String name;
    private final Duration pause;
    private final Function<Cluster, List<String>> choice;
    private List<String> paused;

    PausedNode(String name, Duration pause, Function<Cluster, List<String>> choice) {
        this.name = name;
        this.pause = pause;
        this.choice = choice;
    }

    @Override
    public String name() {
        return "SIGSTOP of " + name + " for " + pause.toSeconds() + " s";
    }

    @Override
    public Duration lasts() {
        return pause;
    }

    @Override
    public List<String> begin(Cluster cluster) {
        paused = choice.apply(cluster);
        paused.forEach(node -> cluster.process(node).pause());
        return Sides.majorityWithout(paused);
    }

    @Override
    public String end(Cluster cluster) {
        paused.forEach(node -> cluster.process(node).resume());
        return "";
    }
}
