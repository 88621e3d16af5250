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
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.ports.ConfigChange;
import io.lotse.contracts.ports.ConfigPreview;
import io.lotse.contracts.ports.ConfigQuery;
import io.lotse.contracts.ports.ConfigReply;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortHolder;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.meshview.IdempotentRequest;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/**
 * Reads the environments' configurations from the view and changes them in the ledger. Each registration is made under
 * the condition that the configuration it was given its port by is still valid; so whoever looks, after a change, who
 * holds ports sees all that were given by the one before, and a change that took some of them is taken back.
 */
final class Configurations {
    private static final Logger LOG = LoggerFactory.getLogger(Configurations.class);
    private static final int MOST_HOLDERS = 50;
    private static final int MAX_ROUNDS = 8;

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

    /** What the change would do, as far as this node knows. */
    ConfigPreview preview(ConfigChange change) {
        MeshSnapshot snapshot = view.snapshot();
        ConfigImpact impact = checked(change, snapshot);
        List<PortHolder> holders = impact.holders(snapshot);
        return new ConfigPreview(
                impact.differences(),
                holders.stream().limit(MOST_HOLDERS).toList(),
                holders.size(),
                snapshot.config(change.config().environment()).revision());
    }

    /** Answers once the change is in the ledger and in the own view. */
    Future<ConfigReply> change(ConfigChange change) {
        IdempotentRequest request = IdempotentRequest.of(
                "config", change.idempotencyKey(), new ConfigChange(change.config(), change.ifRevision(), null));
        return ledger.earlier(request)
                .compose(earlier -> earlier.isPresent()
                        ? told(new ConfigReply(change.config(), earlier.get().revision()), true)
                        : attempt(change, request, 0));
    }

    /** @throws ContractException for a change that is none, or whose ports another environment has */
    static ConfigImpact checked(ConfigChange change, MeshSnapshot snapshot) {
        ConfigCheck.check(change.config(), snapshot);
        String name = change.config().environment();
        EnvironmentConfig before = snapshot.config(name).config();
        ConfigImpact impact = new ConfigImpact(before, change.config());
        if (impact.movesPorts()) {
            Environment own = snapshot.knownEnvironment(name);
            Slots slots = new Slots(snapshot);
            slots.requireFree("default_port_range", change.config().defaultPortRange(), own);
            change.config()
                    .serviceTypeRanges()
                    .forEach((type, range) -> slots.requireFree("service_type_ranges." + type, range, own));
        }
        return impact;
    }

    private Future<ConfigReply> attempt(ConfigChange change, IdempotentRequest request, int round) {
        MeshSnapshot snapshot = view.snapshot();
        ConfigImpact impact = checked(change, snapshot);
        String environment = change.config().environment();
        ConfigReply now = snapshot.config(environment);
        if (change.ifRevision() != null && change.ifRevision() != now.revision() && round > 0) {
            return Future.failedFuture(changed(environment, now, change.ifRevision()));
        }
        ConfigImpact.refuse(environment, impact.holders(snapshot));
        return ledger.commit(transaction(change, request, impact, snapshot))
                .compose(outcome -> outcome.succeeded()
                        ? made(change, request, impact, now, outcome)
                        : again(change, request, outcome, round));
    }

    private Future<ConfigReply> again(ConfigChange change, IdempotentRequest request, Outcome outcome, int round) {
        String environment = change.config().environment();
        return ledger.seen(outcome.revision()).compose(snapshot -> {
            ConfigReply now = snapshot.config(environment);
            boolean passed = change.ifRevision() != null && change.ifRevision() != now.revision();
            return passed || round + 1 == MAX_ROUNDS
                    ? Future.failedFuture(changed(environment, now, change.ifRevision()))
                    : attempt(change, request, round + 1);
        });
    }

    private static ContractException changed(String environment, ConfigReply now, Long ifRevision) {
        return new ContractException(
                ProblemCode.CONFLICT,
                "the configuration of " + environment + " is at revision " + now.revision()
                        + (ifRevision == null ? " and changes all the time" : ", not at " + ifRevision)
                        + ": read it again and repeat the change on top");
    }

    /** A change that moves ports is decided afterwards: only then is its request id kept. */
    private Transaction transaction(
            ConfigChange change, IdempotentRequest request, ConfigImpact impact, MeshSnapshot snapshot) {
        String environment = change.config().environment();
        String key = LedgerKeys.config(environment);
        long revision = change.ifRevision() != null
                ? change.ifRevision()
                : snapshot.config(environment).revision();
        List<Condition> conditions = new ArrayList<>(List.of(Condition.unchanged(key, revision)));
        List<Mutation> mutations = new ArrayList<>(List.of(Mutation.put(key, change.config())));
        snapshot.entry(LedgerKeys.environment(environment))
                .ifPresent(e -> conditions.add(Condition.unchanged(e.key(), e.modRevision())));
        if (!impact.movesPorts()) {
            return request.transaction(change.config(), clock.instant(), conditions, List.of(), mutations);
        }
        MeshSnapshot.Planned planned = snapshot.environmentPlan();
        conditions.add(Condition.unchanged(LedgerKeys.ENVIRONMENT_PLAN, planned.revision()));
        mutations.add(Mutation.put(LedgerKeys.ENVIRONMENT_PLAN, planned.plan()));
        return Transaction.of(clock.instant(), conditions, mutations);
    }

    private Future<ConfigReply> made(
            ConfigChange change, IdempotentRequest request, ConfigImpact impact, ConfigReply before, Outcome outcome) {
        ConfigReply reply = new ConfigReply(change.config(), outcome.revision());
        if (!impact.movesPorts()) {
            return told(reply, outcome.repeated());
        }
        return ledger.fresh(LedgerKeys.config(change.config().environment())).compose(snapshot -> {
            List<PortHolder> holders = impact.holders(snapshot);
            return holders.isEmpty()
                    ? remember(reply, request).compose(kept -> told(kept, false))
                    : takeBack(before, reply).compose(v -> {
                        ConfigImpact.refuse(change.config().environment(), holders);
                        return Future.succeededFuture(reply);
                    });
        });
    }

    /** Puts the same once more, now with the request's id. */
    private Future<ConfigReply> remember(ConfigReply made, IdempotentRequest request) {
        if (!request.repeatable()) {
            return Future.succeededFuture(made);
        }
        String key = LedgerKeys.config(made.config().environment());
        Condition still = Condition.unchanged(key, made.revision());
        return ledger.commit(request.transaction(
                        made.config(),
                        clock.instant(),
                        List.of(still),
                        List.of(),
                        List.of(Mutation.put(key, made.config()))))
                .map(outcome -> outcome.succeeded() ? new ConfigReply(made.config(), outcome.revision()) : made);
    }

    private Future<Outcome> takeBack(ConfigReply before, ConfigReply made) {
        String key = LedgerKeys.config(made.config().environment());
        Mutation back = before.revision() == 0 ? Mutation.delete(key) : Mutation.put(key, before.config());
        LOG.info(
                "event=config_change_taken_back environment={} revision={}",
                made.config().environment(),
                made.revision());
        return ledger.commit(
                Transaction.of(clock.instant(), List.of(Condition.unchanged(key, made.revision())), List.of(back)));
    }

    private Future<ConfigReply> told(ConfigReply reply, boolean repeated) {
        if (!repeated) {
            LOG.info(
                    "event=config_changed environment={} revision={}",
                    reply.config().environment(),
                    reply.revision());
            PortsContract.CONFIG_CHANGED.publish(bus, reply);
        }
        return ledger.seen(reply.revision()).map(reply);
    }
}
