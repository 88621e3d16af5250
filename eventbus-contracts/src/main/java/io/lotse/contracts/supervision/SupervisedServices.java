package io.lotse.contracts.supervision;

import java.util.List;

import io.lotse.contracts.Doc;

/** Services that nodes keep running. */
@Doc("Services that nodes keep running.")
public record SupervisedServices(@Doc("The services, in the order in which they start") List<SupervisedService> items) {
    public SupervisedServices {
        items = items == null ? List.of() : List.copyOf(items);
    }
}
