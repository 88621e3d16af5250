package io.lotse.perf.ledger;

import io.vertx.core.Future;

/** What takes allocations. */
interface Contender extends AutoCloseable {
    String name();

    /**
     * Allocates a port and registers an instance, as one registration does; done when it is acknowledged.
     *
     * @param number of its own for every call
     */
    Future<?> allocate(int number);

    @Override
    void close();
}
