package io.lotse.alerts;

import java.util.List;
import java.util.function.Predicate;

import io.lotse.contracts.alerts.StoredAlert;

/**
 * What a source knows now.
 *
 * @param holding what is wrong
 * @param unsure tells of an alert of its kind that is not among these whether it may hold all the same: nobody knows yet
 */
record Evidence(List<Condition> holding, Predicate<StoredAlert> unsure) {
    Evidence {
        holding = List.copyOf(holding);
    }

    /** What is not named does not hold. */
    static Evidence all(List<Condition> holding) {
        return new Evidence(holding, alert -> false);
    }

    /** Nothing is known. */
    static Evidence none() {
        return new Evidence(List.of(), alert -> true);
    }
}
