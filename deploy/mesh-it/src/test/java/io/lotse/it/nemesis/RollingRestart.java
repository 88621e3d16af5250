package io.lotse.it.nemesis;

import java.time.Duration;
import java.util.List;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

/** Each node is stopped as an upgrade stops it, and started again, one after the other. */
final class RollingRestart implements Fault {
    @Override
    public String name() {
        return "rolling restart";
    }

    @Override
    public Duration lasts() {
        return Duration.ZERO;
    }

    @Override
    public List<String> begin(Cluster cluster) {
        return List.of();
    }

    @Override
    public String watch(Cluster cluster, Findings findings) {
        for (String node : Cluster.NODES) {
            cluster.process(node).stop();
            cluster.start(node);
            // as the guide says: go on when all members are counted
            await().atMost(60, SECONDS).until(() -> cluster.client(node)
                    .cluster()
                    .filter(seen -> seen.getJsonArray("members").size() == Cluster.NODES.size())
                    .isPresent());
        }
        return "";
    }

    @Override
    public String end(Cluster cluster) {
        return "";
    }
}
