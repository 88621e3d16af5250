package io.lotse.environments;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.environments.EnvironmentKind;
import io.lotse.contracts.faults.Fault;
import io.lotse.contracts.faults.FaultList;
import io.lotse.contracts.faults.FaultRemoval;
import io.lotse.contracts.faults.FaultSetting;
import io.lotse.contracts.faults.FaultsContract;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshSnapshot;

/**
 * Sets and removes the faults of environments of the kind test. A fault is put under the condition that its environment is
 * still as it was, so that none is left behind by a removal at the same time.
 */
final class FaultKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(FaultKeeper.class);
    private static final int MAX_ROUNDS = 8;

    private final EventBus bus;
    private final LedgerWriter ledger;
    private final Clock clock;

    FaultKeeper(EventBus bus, LedgerWriter ledger, Clock clock) {
        this.bus = bus;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Answers once the fault is in the ledger and in the own view. */
    Future<Fault> set(FaultSetting asked) {
        FaultCheck.check(asked);
        return ledger.fresh(LedgerKeys.environment(asked.environment())).compose(now -> set(asked, now, 0));
    }

    private Future<Fault> set(FaultSetting asked, MeshSnapshot snapshot, int round) {
        Environment environment = takesFaults(asked.environment(), snapshot);
        Fault fault = new Fault(environment.name(), asked.name(), asked.rule(), clock.instant(), asked.setBy());
        String key = LedgerKeys.environment(environment.name());
        Transaction put = Transaction.of(
                clock.instant(),
                List.of(Condition.unchanged(key, snapshot.modRevision(key))),
                List.of(Mutation.put(LedgerKeys.fault(environment.name(), asked.name()), fault)));
        return ledger.commit(put).compose(outcome -> {
            if (outcome.succeeded()) {
                tell("fault_set", fault);
                FaultsContract.FAULT_SET.publish(bus, fault);
                return ledger.seen(outcome.revision()).map(fault);
            }
            return round + 1 < MAX_ROUNDS
                    ? ledger.seen(outcome.revision()).compose(now -> set(asked, now, round + 1))
                    : Future.failedFuture(changes(asked.environment()));
        });
    }

    private static Environment takesFaults(String name, MeshSnapshot snapshot) {
        Environment environment = snapshot.knownEnvironment(name);
        if (environment.kind() != EnvironmentKind.TEST) {
            throw new ContractException(
                    ProblemCode.FAULTS_REFUSED,
                    name + " is of the kind " + environment.kind().wireName()
                            + ", and faults are for the kind test only: create one (lotse env create NAME)");
        }
        if (environment.removingSince() != null) {
            throw new ContractException(ProblemCode.FAULTS_REFUSED, name + " is being removed: set nothing in it");
        }
        return environment;
    }

    /** Answers once the faults are gone from the ledger and from the own view. */
    Future<FaultList> remove(FaultRemoval asked) {
        String prefix = asked.name() == null
                ? LedgerKeys.faults(asked.environment())
                : LedgerKeys.fault(asked.environment(), asked.name());
        return ledger.fresh(prefix).compose(now -> remove(asked, now, 0));
    }

    private Future<FaultList> remove(FaultRemoval asked, MeshSnapshot snapshot, int round) {
        List<Fault> gone = snapshot
                .faults(snapshot.knownEnvironment(asked.environment()).name())
                .stream()
                .filter(f -> asked.name() == null || asked.name().equals(f.name()))
                .toList();
        if (gone.isEmpty()) {
            return asked.name() == null
                    ? Future.succeededFuture(new FaultList(gone))
                    : Future.failedFuture(unknown(asked, snapshot));
        }
        List<Condition> conditions = new ArrayList<>();
        List<Mutation> mutations = new ArrayList<>();
        for (Fault fault : gone) {
            String key = LedgerKeys.fault(fault.environment(), fault.name());
            conditions.add(Condition.unchanged(key, snapshot.modRevision(key)));
            mutations.add(Mutation.delete(key));
        }
        return ledger.commit(Transaction.of(clock.instant(), conditions, mutations))
                .compose(outcome -> {
                    if (outcome.succeeded()) {
                        tellRemoved(gone);
                        return ledger.seen(outcome.revision()).map(new FaultList(gone));
                    }
                    return round + 1 < MAX_ROUNDS
                            ? ledger.seen(outcome.revision()).compose(now -> remove(asked, now, round + 1))
                            : Future.failedFuture(changes(asked.environment()));
                });
    }

    /** Tells of faults that are no more. */
    void tellRemoved(List<Fault> gone) {
        gone.forEach(fault -> {
            tell("fault_removed", fault);
            FaultsContract.FAULT_REMOVED.publish(bus, fault);
        });
    }

    private static void tell(String event, Fault fault) {
        LOG.info(
                "event={} environment={} fault={} kind={} service={} route={}",
                event,
                fault.environment(),
                fault.name(),
                fault.rule().kind().wireName(),
                fault.rule().service(),
                fault.rule().route());
    }

    private static ContractException unknown(FaultRemoval asked, MeshSnapshot snapshot) {
        List<String> names =
                snapshot.faults(asked.environment()).stream().map(Fault::name).toList();
        return new ContractException(
                ProblemCode.UNKNOWN_FAULT,
                asked.environment() + " has no fault " + asked.name()
                        + (names.isEmpty() ? ", and no other" : ": it has " + String.join(", ", names)));
    }

    private static ContractException changes(String environment) {
        return new ContractException(
                ProblemCode.CONFLICT, "others change the faults of " + environment + " all the time: ask again");
    }
}
