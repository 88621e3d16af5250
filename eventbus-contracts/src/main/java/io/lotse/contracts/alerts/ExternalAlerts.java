package io.lotse.contracts.alerts;

import java.util.List;

import io.lotse.contracts.Doc;

/** Alerts that another program tells of. */
@Doc("Alerts that another program tells of.")
public record ExternalAlerts(@Doc("The alerts") List<ExternalAlert> alerts) {
    public ExternalAlerts {
        alerts = alerts == null ? List.of() : List.copyOf(alerts);
    }
}
