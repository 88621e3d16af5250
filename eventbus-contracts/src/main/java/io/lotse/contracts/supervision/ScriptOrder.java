package io.lotse.contracts.supervision;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Doc;

/** Asks that the script be run that starts a registered instance again. */
@Doc("Asks that the script be run that starts a registered instance again.")
public record ScriptOrder(@Doc("The instance's id") String serviceId) {
    public ScriptOrder {
        if (serviceId == null || serviceId.isBlank()) {
            throw ContractException.invalid("service_id", "is missing: give the id of a registered instance");
        }
    }
}
