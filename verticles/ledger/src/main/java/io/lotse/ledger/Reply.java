package io.lotse.ledger;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Changes;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.OutcomeReply;
import io.lotse.contracts.ledger.RangePage;

/**
 * What a voter answers to a command or a query: one of these, or a failure. The status goes with changes.
 *
 * @param failure the code; absent where it went well
 * @param detail the failure's text
 */
record Reply(
        ProblemCode failure,
        String detail,
        Outcome outcome,
        RangePage page,
        OutcomeReply earlier,
        Changes changes,
        VoterStatus status) {

    static Reply of(Outcome outcome) {
        return new Reply(null, null, outcome, null, null, null, null);
    }

    static Reply of(RangePage page) {
        return new Reply(null, null, null, page, null, null, null);
    }

    static Reply of(OutcomeReply earlier) {
        return new Reply(null, null, null, null, earlier, null, null);
    }

    static Reply of(Changes changes, VoterStatus status) {
        return new Reply(null, null, null, null, null, changes, status);
    }

    static Reply failed(ContractException e) {
        return new Reply(e.code(), e.getMessage(), null, null, null, null, null);
    }

    /** @throws ContractException the failure, if it is one */
    Reply orThrow() {
        if (failure != null) {
            throw new ContractException(failure, detail);
        }
        return this;
    }
}
