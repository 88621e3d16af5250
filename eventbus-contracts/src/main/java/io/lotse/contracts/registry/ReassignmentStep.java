package io.lotse.contracts.registry;

import io.lotse.contracts.Doc;

/** An instance does its part in handing a port over. */
@Doc("An instance does its part in handing a port over.")
public record ReassignmentStep(
        @Doc("The instance's id") String serviceId,
        @Doc("The same key again within 24 h gets the same answer; absent for none. Over HTTP: the header"
                        + " Idempotency-Key")
                String idempotencyKey) {}
