package io.lotse.observer;

import io.vertx.core.Future;

import io.lotse.contracts.registry.Instance;

/** Asks instances how they are. */
interface Asker {
    /** Whether there is something to ask. */
    boolean isCheckable(Instance instance);

    /** What was found; never fails. */
    Future<Finding> check(Instance instance);
}
