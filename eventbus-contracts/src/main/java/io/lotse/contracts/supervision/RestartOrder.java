package io.lotse.contracts.supervision;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Doc;

/** Asks that a supervised service be ended and started again. */
@Doc("Asks that a supervised service be ended and started again.")
public record RestartOrder(@Doc("The name of the set") String set, @Doc("The service's name") String service) {
    public RestartOrder {
        if (set == null || set.isBlank()) {
            throw ContractException.invalid("set", "is missing: give the name of a set of services");
        }
        if (service == null || service.isBlank()) {
            throw ContractException.invalid("service", "is missing: give the name of a service");
        }
    }
}
