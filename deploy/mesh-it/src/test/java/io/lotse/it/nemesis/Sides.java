package io.lotse.it.nemesis;

import java.util.List;
import java.util.Random;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

/** Which nodes a fault hits, and which it does not. */
final class Sides {
    private Sides() {}

    static List<String> leader(Cluster cluster) {
        return List.of(await().atMost(60, SECONDS)
                .until(cluster::leader, java.util.Optional::isPresent)
                .orElseThrow());
    }

    /** One that does not lead. */
    static List<String> follower(Cluster cluster, Random random) {
        List<String> followers = without(leader(cluster));
        return List.of(followers.get(random.nextInt(followers.size())));
    }

    static List<String> without(List<String> some) {
        return Cluster.NODES.stream().filter(node -> !some.contains(node)).toList();
    }

    /** The nodes that are left; none if they are too few to go on. */
    static List<String> majorityWithout(List<String> some) {
        List<String> left = without(some);
        return left.size() > Cluster.NODES.size() / 2 ? left : List.of();
    }
}
