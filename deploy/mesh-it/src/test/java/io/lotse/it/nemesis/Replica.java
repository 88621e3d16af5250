package io.lotse.it.nemesis;

import java.util.Map;

/**
 * All that a node shows once everything is quiet.
 *
 * @param moment when that was, in words
 * @param instances the ports by the instances' ids
 * @param value of the configuration
 * @param valueRevision the ledger's revision of the value; null where there are no revisions
 */
record Replica(String node, String moment, Map<String, Integer> instances, int value, Long valueRevision) {
    Replica {
        instances = Map.copyOf(instances);
    }

    String name() {
        return node + ", " + moment;
    }
}
