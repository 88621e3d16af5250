package io.lotse.environments;

import java.time.Clock;
import java.util.List;

import io.vertx.core.Future;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.environments.EnvironmentPlan;
import io.lotse.contracts.environments.PlanChange;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshView;

/** Replaces the plan that the slots of new environments are cut by. */
final class PlanKeeper {
    private final MeshView view;
    private final LedgerWriter ledger;
    private final Clock clock;

    PlanKeeper(MeshView view, LedgerWriter ledger, Clock clock) {
        this.view = view;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Answers once the plan is in the ledger and in the own view; slots that were cut by another stay. */
    Future<EnvironmentPlan> change(PlanChange change) {
        EnvironmentPlan plan = change.plan();
        if (plan == null) {
            return Future.failedFuture(ContractException.invalid("plan", "is missing: give span and slot_size"));
        }
        if (plan.equals(view.snapshot().environmentPlan().plan())) {
            return Future.succeededFuture(plan);
        }
        Transaction put =
                Transaction.of(clock.instant(), List.of(), List.of(Mutation.put(LedgerKeys.ENVIRONMENT_PLAN, plan)));
        return ledger.commit(put)
                .compose(outcome -> ledger.seen(outcome.revision()))
                .map(plan);
    }
}
