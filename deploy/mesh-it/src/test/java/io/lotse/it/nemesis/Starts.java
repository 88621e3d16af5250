package io.lotse.it.nemesis;

import io.lotse.it.NodeProcess;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

/** Starts of nodes that something has happened to. */
final class Starts {
    private Starts() {}

    /** Starts a node again if it has ended, or is about to. */
    static boolean ifEnded(Cluster cluster, String node) {
        NodeProcess process = cluster.process(node);
        if (process.isAlive() && cluster.client(node).cluster().isPresent()) {
            return false;
        }
        await().atMost(60, SECONDS).until(() -> !process.isAlive());
        cluster.start(node);
        return true;
    }
}
