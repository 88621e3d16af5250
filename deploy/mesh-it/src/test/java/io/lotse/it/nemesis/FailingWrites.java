package io.lotse.it.nemesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Every write of one node to a file fails (a limit of the size of its files, which needs no rights). */
final class FailingWrites implements Fault {
    private final String name;
    private final Duration lasts;
    private final Function<Cluster, List<String>> choice;
    private String node;

    FailingWrites(String name, Duration lasts, Function<Cluster, List<String>> choice) {
        this.name = name;
        this.lasts = lasts;
        this.choice = choice;
    }

    @Override
    public String name() {
        return "all file writes of " + name + " fail";
    }

    @Override
    public Duration lasts() {
        return lasts;
    }

    @Override
    public List<String> begin(Cluster cluster) {
        node = choice.apply(cluster).get(0);
        limit(cluster, "0:");
        return Sides.without(List.of(node));
    }

    @Override
    public String end(Cluster cluster) {
        if (cluster.process(node).isAlive()) {
            limit(cluster, "unlimited:");
        }
        return Starts.ifEnded(cluster, node) ? "it ended itself" : "it stayed";
    }

    /** @param size of the files it may write, as prlimit wants it: the soft limit, and the hard one as it is */
    private void limit(Cluster cluster, String size) {
        try {
            String pid = Long.toString(cluster.process(node).pid());
            int exit = new ProcessBuilder("prlimit", "--pid", pid, "--fsize=" + size)
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0 && cluster.process(node).isAlive()) {
                throw new IllegalStateException("prlimit ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
