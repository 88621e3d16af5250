package io.lotse.contracts.verdicts;

import java.util.List;

import io.lotse.contracts.Doc;

/** What happened to an instance lately, as the ledger keeps it for the node that judges next. */
@Doc("What happened to an instance lately, as the ledger keeps it for the node that judges next.")
public record TurnHistory(
        @Doc("The instance's id") String serviceId,
        @Doc("The last 64 within an hour, the oldest first") List<Turn> turns) {
    public TurnHistory {
        turns = turns == null ? List.of() : List.copyOf(turns);
    }
}
