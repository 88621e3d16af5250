package io.lotse.contracts.health;

import java.util.Map;

import io.lotse.contracts.Doc;

/** The thresholds of the whole mesh, as the ledger holds them. */
@Doc("The thresholds of the whole mesh, as the ledger holds them; written as in observer_config.json.")
public record ThresholdSettings(
        @Doc("Of services that are not named; absent for none") Map<String, Object> defaults,
        @Doc("By the service's name; absent for none") Map<String, Object> services) {
    public static final ThresholdSettings NONE = new ThresholdSettings(null, null);

    public ThresholdSettings {
        defaults = defaults == null ? Map.of() : defaults;
        services = services == null ? Map.of() : services;
    }
}
