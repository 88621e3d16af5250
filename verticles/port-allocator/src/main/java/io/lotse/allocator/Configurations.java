package io.lotse.allocator;

import java.time.Clock;
import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.ports.ConfigChange;
import io.lotse.contracts.ports.ConfigQuery;
import io.lotse.contracts.ports.ConfigReply;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.meshview.IdempotentRequest;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshView;

/** Reads the environments' configurations from the view and changes them in the ledger. */
final class Configurations {
    private static final Logger LOG = LoggerFactory.getLogger(Configurations.class);

    private final EventBus bus;
    private final MeshView view;
    private final LedgerWriter ledger;
    private final Clock clock;

    Configurations(EventBus bus, MeshView view, LedgerWriter ledger, Clock clock) {
        this.bus = bus;
        this.view = view;
        this.ledger = ledger;
        this.clock = clock;
    }

    ConfigReply read(ConfigQuery query) {
        return view.snapshot().config(query.environment());
    }

    /** Answers once the change is in the ledger and in the own view. */
    Future<ConfigReply> change(ConfigChange change) {
        ConfigCheck.check(change.config());
        IdempotentRequest request = IdempotentRequest.of(
                "config", change.idempotencyKey(), new ConfigChange(change.config(), change.ifRevision(), null));
        return ledger.commit(transaction(change, request)).compose(outcome -> answer(change, outcome));
    }

    private Transaction transaction(ConfigChange change, IdempotentRequest request) {
        String key = LedgerKeys.config(change.config().environment());
        List<Condition> conditions =
                change.ifRevision() == null ? List.of() : List.of(Condition.unchanged(key, change.ifRevision()));
        return request.transaction(
                change.config(), clock.instant(), conditions, List.of(), List.of(Mutation.put(key, change.config())));
    }

    private Future<ConfigReply> answer(ConfigChange change, Outcome outcome) {
        String environment = change.config().environment();
        if (!outcome.succeeded()) {
            return ledger.seen(outcome.revision())
                    .compose(snapshot -> Future.failedFuture(new ContractException(
                            ProblemCode.CONFLICT,
                            "the configuration of " + environment + " is at revision "
                                    + snapshot.config(environment).revision() + ", not at " + change.ifRevision()
                                    + ": read it again and repeat the change on top")));
        }
        ConfigReply reply = new ConfigReply(change.config(), outcome.revision());
        if (!outcome.repeated()) {
            LOG.info("event=config_changed environment={} revision={}", environment, outcome.revision());
            PortsContract.CONFIG_CHANGED.publish(bus, reply);
        }
        return ledger.seen(outcome.revision()).map(reply);
    }
}
