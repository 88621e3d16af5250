package io.lotse.connection;

import java.time.Instant;

import io.lotse.connection.Outcome.Level;
import io.lotse.contracts.network.Reachability;

/**
 * What is believed of a target: slow to believe that it got worse, less slow to believe that it got better.
 *
 * @param state the state believed
 * @param worse how many tries in a row were worse than that state
 * @param better how many were better
 * @param failures how many in a row did not reach the target
 */
record Belief(Connectivity state, int worse, int better, int failures) {

    /** How many tries in a row change the belief. */
    record Limits(int worse, int better) {}

    static Belief unknown(Instant now) {
        return new Belief(new Connectivity.Unknown(now), 0, 0, 0);
    }

    /** What is believed after one more try. */
    Belief after(Outcome outcome, Limits limits, Instant now) {
        int failed = outcome.level() == Level.UNREACHED ? failures + 1 : 0;
        if (state instanceof Connectivity.Unknown) {
            return first(outcome, failed, limits, now);
        }
        if (outcome.level() == level()) {
            return new Belief(state, 0, 0, failed);
        }
        boolean isWorse = outcome.level().isWorseThan(level());
        int worseNow = isWorse ? worse + 1 : 0;
        int betterNow = isWorse ? 0 : better + 1;
        boolean convinced = isWorse ? worseNow >= limits.worse() : betterNow >= limits.better();
        return convinced
                ? new Belief(state.become(reachability(outcome.level()), now), 0, 0, failed)
                : new Belief(state, worseNow, betterNow, failed);
    }

    /** There is no outage to be slow about: the first success is believed. */
    private Belief first(Outcome outcome, int failed, Limits limits, Instant now) {
        boolean convinced = failed == 0 || failed >= limits.worse();
        return convinced
                ? new Belief(state.become(reachability(outcome.level()), now), 0, 0, failed)
                : new Belief(state, 0, 0, failed);
    }

    private Level level() {
        return switch (state.reachability()) {
            case ONLINE, UNKNOWN -> Level.REACHED;
            case DEGRADED -> Level.UNWELL;
            case OFFLINE -> Level.UNREACHED;
        };
    }

    private static Reachability reachability(Level level) {
        return switch (level) {
            case REACHED -> Reachability.ONLINE;
            case UNWELL -> Reachability.DEGRADED;
            case UNREACHED -> Reachability.OFFLINE;
        };
    }
}
