package io.lotse.alerts;

import io.vertx.core.Future;

import io.lotse.contracts.alerts.AlertKind;

/** Knows of one kind of thing whether it is wrong. */
interface Source {
    AlertKind kind();

    /** What is known now; fails if nothing is. */
    Future<Evidence> look(Moment moment);
}
