package io.lotse.contracts.environments;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Doc;
import io.lotse.contracts.ports.PortRange;

/**
 * Where the slots of new environments are cut from. Every change of who has which ports puts it anew, so that two such
 * changes at once notice each other.
 */
@Doc("Where the slots of new environments are cut from.")
public record EnvironmentPlan(
        @Doc("The ports that slots are cut from") PortRange span,
        @Doc(value = "How many ports a slot has whose size nobody said", min = 1) int slotSize) {
    /** Valid until somebody puts another. */
    public static final EnvironmentPlan DEFAULT = new EnvironmentPlan(new PortRange(18_000, 19_999), 50);

    public EnvironmentPlan {
        if (span == null) {
            throw ContractException.invalid("span", "is missing: give two ports such as [18000, 19999]");
        }
        if (slotSize < 1 || slotSize > span.size()) {
            throw ContractException.invalid(
                    "slot_size", "is " + slotSize + ": give 1 to " + span.size() + ", the size of the span " + span);
        }
    }
}
