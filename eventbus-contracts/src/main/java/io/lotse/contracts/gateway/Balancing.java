package io.lotse.contracts.gateway;

import java.time.Duration;

import io.lotse.contracts.Doc;

/** How an instance is picked. */
@Doc("How an instance is picked. Weights come from the instances' metadata: weight, 1 to 100.")
public record Balancing(
        @Doc("The strategy; absent for round-robin") BalancingStrategy strategy,
        @Doc("What consistent-hash looks at: header:NAME, cookie:NAME, or segment:N for the path's Nth segment, from 1;"
                        + " absent with the other strategies")
                String hashOn,
        @Doc("The name of the cookie of sticky-cookie; absent for lotse-instance") String cookie,
        @Doc("Whether instances of the node's own zone go first while there are any that work; absent for no")
                Boolean preferZone,
        @Doc("For so long the share of a new instance grows to its full size; absent for at once") Duration slowStart) {
    /** In turn. */
    public static final Balancing DEFAULTS = new Balancing(null, null, null, null, null);
}
