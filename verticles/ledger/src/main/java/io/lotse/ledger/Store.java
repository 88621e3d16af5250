package io.lotse.ledger;

import java.util.function.Consumer;

import io.vertx.core.Future;

import io.lotse.contracts.ledger.Changes;
import io.lotse.contracts.ledger.ChangesRequest;
import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.contracts.ledger.LedgerStatus;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.OutcomeQuery;
import io.lotse.contracts.ledger.OutcomeReply;
import io.lotse.contracts.ledger.RangePage;
import io.lotse.contracts.ledger.RangeRequest;
import io.lotse.contracts.ledger.Transaction;

/**
 * What keeps the ledger. Every method may be called on any thread and blocks none; futures complete on any thread and
 * fail with a {@link io.lotse.contracts.ContractException} as the operations of
 * {@link io.lotse.contracts.ledger.LedgerContract} do.
 */
interface Store {

    /** Reads keys, as new as the newest acknowledged commit. */
    Future<RangePage> range(RangeRequest request);

    /**
     * Makes a transaction.
     *
     * @return fails with LEDGER_UNAVAILABLE if it was certainly not made, with OUTCOME_UNKNOWN if it may have been
     */
    Future<Outcome> commit(Transaction transaction);

    /** What became of an earlier transaction, as new as the newest acknowledged commit. */
    Future<OutcomeReply> outcome(OutcomeQuery query);

    /** The changes behind a revision that this node knows. */
    Future<Changes> changes(ChangesRequest request);

    LedgerDescriptor describe();

    /** How the ledger looks from here. */
    LedgerStatus status();

    /** Tells further revisions, in order, from now on; on any thread. There is one listener. */
    void onChange(Consumer<Changes> listener);

    Future<Void> close();
}
