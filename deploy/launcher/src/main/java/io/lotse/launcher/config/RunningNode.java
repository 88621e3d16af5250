package io.lotse.launcher.config;

import io.vertx.core.Future;

/** A node that was started. */
public interface RunningNode {
    /** What it is now, and what it took. */
    NodeFacts facts();

    /** Whether it is alive: the future succeeds once each of its event loops has gone on to something new. */
    Future<Void> beat();

    /** Drains and leaves; the future succeeds when nothing of it runs any more. A second call returns the same. */
    Future<Void> stop();
}
