package io.lotse.alerts;

import io.vertx.core.Future;

import io.lotse.contracts.alerts.Notice;

/** A way to tell people or programs. */
interface Channel {
    /**
     * Hands a notice over; done when the other side has taken it.
     *
     * @return fails if it has not, with an {@link Undeliverable} where trying again would be of no use
     */
    Future<Void> send(Notice notice);

    /** Lets go of what it holds. */
    default void close() {}
}
