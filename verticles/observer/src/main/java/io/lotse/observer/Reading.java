package io.lotse.observer;

import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.health.Vitals;

/**
 * What an answer says of the instance.
 *
 * @param vitals what it measured of itself; null where it told nothing
 */
record Reading(HealthStatus status, String detail, Vitals vitals) {
    Reading(HealthStatus status, String detail) {
        this(status, detail, null);
    }
}
