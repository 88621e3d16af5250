package io.lotse.it.nemesis;

/**
 * A promise that was broken.
 *
 * @param at when it was seen, in nanoseconds since the history began; {@link Long#MAX_VALUE} if at the end
 */
record Violation(Rule rule, String what, long at) {
    enum Rule {
        ONE_OWNER_PER_PORT,
        NOTHING_ACKNOWLEDGED_IS_LOST,
        NOTHING_REFUSED_IS_DONE,
        NOTHING_IS_THERE_THAT_NOBODY_WROTE,
        REPLICAS_AGREE,
        REVISIONS_GO_FORWARD,
        THE_MINORITY_REFUSES_AND_READS_ON
    }

    static Violation atEnd(Rule rule, String what) {
        return new Violation(rule, what, Long.MAX_VALUE);
    }
}
