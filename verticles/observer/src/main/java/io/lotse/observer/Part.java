package io.lotse.observer;

import io.lotse.contracts.health.HealthStatus;

/**
 * Something that a service depends on or is made of, as its health answer tells.
 *
 * @param name short; of nested parts all names, with a slash between
 * @param status {@link HealthStatus#UNKNOWN} for a word that is not understood
 * @param word the status as the service says it
 * @param detail what it says of the reason; null for nothing
 */
record Part(String name, HealthStatus status, String word, String detail) {
    boolean isUnwell() {
        return status == HealthStatus.DOWN || status == HealthStatus.DEGRADED;
    }
}
