package io.lotse.connection;

import io.vertx.core.Future;

import io.lotse.contracts.registry.Instance;

/** Restarts an instance on its host. */
interface Restarter {
    /**
     * Sees to it that the instance is restarted; does not wait until it is well.
     *
     * @return how, for people; fails with a {@link io.lotse.contracts.ContractException} that says why not
     */
    Future<String> restart(Instance instance);
}
