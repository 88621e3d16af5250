package io.lotse.contracts.ledger;

import io.lotse.contracts.Doc;

/** The outcome of an earlier transaction, if there was one. */
@Doc("The outcome of an earlier transaction.")
public record OutcomeReply(
        @Doc("Absent if no transaction with this id was made in the last 24 h, or if newer outcomes took its room")
                Outcome outcome) {}
