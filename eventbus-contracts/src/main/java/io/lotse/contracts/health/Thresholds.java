package io.lotse.contracts.health;

import java.util.List;

import io.lotse.contracts.Doc;

/** Which thresholds hold. */
@Doc("Which thresholds hold.")
public record Thresholds(
        @Doc("What the ledger holds, for all nodes") ThresholdSettings settings,
        @Doc("The ledger's revision that put them; 0 while there are none") long revision,
        @Doc("The name of the node that answers: another one may have another file") String node,
        @Doc("The values that hold on that node, with who says them") List<ThresholdValue> effective) {
    public Thresholds {
        effective = List.copyOf(effective);
    }
}
