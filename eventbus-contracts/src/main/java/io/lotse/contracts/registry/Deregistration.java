package io.lotse.contracts.registry;

import io.lotse.contracts.Doc;

/** Asks that an instance be forgotten and its port released. */
@Doc("Asks that an instance be forgotten and its port released.")
public record Deregistration(
        @Doc("The instance's id") String serviceId,
        @Doc("The same key again within 24 h gets the same answer; absent for none") String idempotencyKey,
        @Doc("The revision that the instance must have now; absent to forget it whatever became of it")
                Long ifRevision) {

    /** Whatever became of the instance. */
    public Deregistration(String serviceId, String idempotencyKey) {
        this(serviceId, idempotencyKey, null);
    }
}
