package io.lotse.contracts.registry;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Doc;

/** The observer says what an instance's health check means for its status. */
@Doc("The observer says what an instance's health check means for its status.")
public record StatusReport(
        @Doc("The instance's id") String serviceId,
        @Doc("The revision of the instance that was judged; another one by now fails with conflict") long revision,
        @Doc("active or inactive") InstanceStatus status,
        @Doc("Why, for people") String reason) {

    public StatusReport {
        if (serviceId == null || serviceId.isBlank()) {
            throw ContractException.invalid("service_id", "is missing: give the instance's id");
        }
        if (status != InstanceStatus.ACTIVE && status != InstanceStatus.INACTIVE) {
            throw ContractException.invalid("status", "is " + status + ": give active or inactive");
        }
    }
}
