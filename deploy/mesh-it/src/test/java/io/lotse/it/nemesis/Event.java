package io.lotse.it.nemesis;

import java.util.Map;

/**
 * A line of a history: an operation begins, or ends in one of three ways.
 *
 * @param at nanoseconds since the history began
 * @param client who asks; one operation at a time
 * @param node who was asked, or who answered in the end
 * @param seen null unless a phase {@link Phase#OK} says something
 */
record Event(long at, String client, String node, Phase phase, Operation operation, Seen seen) {
    enum Phase {
        /** It was sent. */
        INVOKE,
        /** It was done. */
        OK,
        /** It was certainly not done, and never will be. */
        FAIL,
        /** It may have been done, or be done later. */
        UNKNOWN
    }

    /**
     * What an answer said.
     *
     * @param port that was given to an instance; null if nothing is said of it
     * @param revision of the ledger; null if nothing is said of it
     * @param instances the ports of the instances that a read found, by id; null for a write
     */
    record Seen(Integer port, Long revision, Map<String, Integer> instances) {
        static Seen port(int port, Long revision) {
            return new Seen(port, revision, null);
        }

        static Seen revision(Long revision) {
            return new Seen(null, revision, null);
        }

        static Seen instances(Map<String, Integer> instances, Long revision) {
            return new Seen(null, revision, Map.copyOf(instances));
        }
    }
}
