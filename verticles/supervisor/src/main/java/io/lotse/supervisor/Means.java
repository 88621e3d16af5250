package io.lotse.supervisor;

import java.time.Clock;

import io.vertx.core.Vertx;

/**
 * What supervising takes.
 *
 * @param blocking runs what blocks, and answers on the supervisor's event loop
 * @param saving as {@code blocking}, one after the other
 */
record Means(
        SupervisorConfig config,
        Vertx vertx,
        Clock clock,
        LogKeeper.Blocking blocking,
        LogKeeper.Blocking saving,
        ProcessTable processes,
        Signals signals,
        Spawner spawner,
        Registrar registrar,
        Readiness readiness,
        StateFiles states,
        LogKeeper logs,
        Outages outages,
        Journal journal) {

    /** How the marks of a service's processes begin, whichever start they are of. */
    String marks(Kept kept) {
        return config.data() + "|" + kept.set() + "/" + kept.name() + "|";
    }

    /** The mark of the processes of its last start. */
    String mark(Kept kept) {
        return marks(kept) + kept.run();
    }
}
