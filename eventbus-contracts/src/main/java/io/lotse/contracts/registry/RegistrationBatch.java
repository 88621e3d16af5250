package io.lotse.contracts.registry;

import java.util.List;

import io.lotse.contracts.Doc;

/** Instances to register together: all of them or none. */
@Doc("Instances to register together: all of them or none.")
public record RegistrationBatch(
        @Doc("1 to 100 registrations; they may name each other as dependencies, in any order")
                List<Registration> registrations,
        @Doc("The same key again within 24 h gets the same answer; absent for none. Over HTTP: the header"
                        + " Idempotency-Key")
                String idempotencyKey) {
    /** How many may be registered together. */
    public static final int MAX_SIZE = 100;

    public RegistrationBatch {
        registrations = registrations == null ? List.of() : List.copyOf(registrations);
    }
}
