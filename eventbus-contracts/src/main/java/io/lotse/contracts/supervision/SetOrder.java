package io.lotse.contracts.supervision;

import java.util.List;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Doc;

/** Asks that a declared set of services, or some of it, be brought up or down. */
@Doc("Asks that a declared set of services, or some of it, be brought up or down.")
public record SetOrder(
        @Doc("The name of the node that supervises it; absent for the one that is asked") String node,
        @Doc("The name of the set") String set,
        @Doc("The services that are meant, for up with all that they need; absent for the whole set")
                List<String> services) {
    public SetOrder {
        if (set == null || set.isBlank()) {
            throw ContractException.invalid("set", "is missing: give the name of a set of services");
        }
        services = services == null ? List.of() : List.copyOf(services);
    }
}
