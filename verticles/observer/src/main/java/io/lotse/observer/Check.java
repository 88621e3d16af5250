package io.lotse.observer;

import io.vertx.core.Future;

import io.lotse.contracts.registry.Instance;

/** A way to find out how an instance is. */
interface Check {
    /**
     * Asks once.
     *
     * @return what was found; never fails, and is there by the timeout
     * @throws BadSetting if the settings make no sense to this check
     */
    Future<Finding> run(Instance instance, CheckSettings settings);
}
