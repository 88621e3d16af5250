package io.lotse.observer;

import io.lotse.contracts.health.BreachLevel;

/**
 * Above which values a figure is not as it should be.
 *
 * @param warning null for none
 * @param critical not below {@code warning}; null for none
 */
record Threshold(Double warning, Double critical) {
    static final Threshold OFF = new Threshold(null, null);

    /** What a level begins at; null if there is no such level. */
    Double limit(BreachLevel level) {
        return switch (level) {
            case OK -> null;
            case WARNING -> warning;
            case CRITICAL -> critical;
        };
    }

    /** The same, but never worse than a warning. */
    Threshold warningsOnly() {
        return new Threshold(warning != null ? warning : critical, null);
    }
}
