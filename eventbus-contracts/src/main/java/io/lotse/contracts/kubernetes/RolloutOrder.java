package io.lotse.contracts.kubernetes;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Doc;

/** Asks that the pods of a Service be replaced by new ones. */
@Doc("Asks that the pods of a Service be replaced by new ones.")
public record RolloutOrder(
        @Doc("The namespace of the Service") String namespace,
        @Doc("The name of the Service, or of the workload behind it") String service) {
    public RolloutOrder {
        if (namespace == null || namespace.isBlank()) {
            throw ContractException.invalid("namespace", "is missing: give the Service's");
        }
        if (service == null || service.isBlank()) {
            throw ContractException.invalid("service", "is missing: give the name of a Service");
        }
    }
}
