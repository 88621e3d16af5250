package io.lotse.environments;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.environments.EnvironmentChange;
import io.lotse.contracts.environments.EnvironmentCreation;
import io.lotse.contracts.environments.EnvironmentKind;
import io.lotse.contracts.environments.EnvironmentState;
import io.lotse.contracts.environments.EnvironmentsContract;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.ports.PortRange;
import io.lotse.meshview.EnvironmentDefaults;
import io.lotse.meshview.IdempotentRequest;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshSnapshot;

/**
 * Creates environments. The slot and the record go into the ledger together, under the condition that nobody has
 * changed who has which ports meanwhile: two creations at once never share a slot.
 */
final class EnvironmentCreator {
    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentCreator.class);
    /** Each round one of the nodes that create at the same time succeeds. */
    private static final int MAX_ROUNDS = 32;

    private final EventBus bus;
    private final LedgerWriter ledger;
    private final Clock clock;
    /** Creations of this node wait for each other: they would only lose against one another. */
    private Future<?> last = Future.succeededFuture();

    EnvironmentCreator(EventBus bus, LedgerWriter ledger, Clock clock) {
        this.bus = bus;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Answers once the environment is in the ledger and in the own view. */
    Future<EnvironmentState> create(EnvironmentCreation given) {
        EnvironmentCreation asked = complete(given);
        CreationCheck.check(asked);
        IdempotentRequest request = IdempotentRequest.of("create-environment", given.idempotencyKey(), asked);
        Future<EnvironmentState> mine = last.transform(done -> ledger.earlier(request))
                .compose(earlier -> earlier.isPresent()
                        ? answer(earlier.get(), null)
                        : ledger.fresh(LedgerKeys.environment(asked.name()))
                                .compose(snapshot -> attempt(asked, request, snapshot, 0))
                                .recover(e -> ledger.madeMeanwhile(request, e).compose(made -> answer(made, null))));
        last = mine;
        return mine;
    }

    private static EnvironmentCreation complete(EnvironmentCreation c) {
        EnvironmentKind kind = c.kind() == null ? EnvironmentKind.TEST : c.kind();
        return new EnvironmentCreation(
                c.name(), kind, c.portCount(), c.ports(), c.separateNetwork(), c.ttl(), c.createdBy(), null);
    }

    private Future<EnvironmentState> attempt(
            EnvironmentCreation asked, IdempotentRequest request, MeshSnapshot snapshot, int round) {
        snapshot.environment(asked.name()).ifPresent(EnvironmentCreator::refuseSecond);
        Environment environment = environment(asked, snapshot);
        return ledger.commit(transaction(environment, snapshot, request)).compose(outcome -> {
            if (outcome.succeeded()) {
                return answer(outcome, environment);
            }
            if (round + 1 == MAX_ROUNDS) {
                return Future.failedFuture(new ContractException(
                        ProblemCode.CONFLICT, "others change environments all the time: ask again"));
            }
            return ledger.seen(outcome.revision()).compose(now -> attempt(asked, request, now, round + 1));
        });
    }

    private static void refuseSecond(Environment other) {
        String since = other.createdAt() == null ? "" : " since " + other.createdAt();
        String by = other.createdBy() == null ? "" : ", created by " + other.createdBy();
        throw new ContractException(
                ProblemCode.ENVIRONMENT_EXISTS,
                "there is an environment " + other.name() + since + by + ": choose another name"
                        + (other.removingSince() == null ? "" : ", or wait until it is removed"));
    }

    private Environment environment(EnvironmentCreation asked, MeshSnapshot snapshot) {
        Instant now = clock.instant();
        Slots slots = new Slots(snapshot);
        PortRange ports = asked.ports() != null ? asked.ports() : slots.cut(size(asked, snapshot));
        Environment environment = new Environment(
                asked.name(),
                asked.kind(),
                ports,
                asked.separateNetwork(),
                now,
                asked.createdBy(),
                asked.ttl() == null ? null : now.plus(asked.ttl()),
                null);
        slots.requireFree("ports", ports, environment);
        return environment;
    }

    private static int size(EnvironmentCreation asked, MeshSnapshot snapshot) {
        return asked.portCount() != null
                ? asked.portCount()
                : snapshot.environmentPlan().plan().slotSize();
    }

    private Transaction transaction(Environment environment, MeshSnapshot snapshot, IdempotentRequest request) {
        MeshSnapshot.Planned planned = snapshot.environmentPlan();
        String key = LedgerKeys.environment(environment.name());
        List<Mutation> mutations = new ArrayList<>(List.of(
                Mutation.put(key, environment),
                Mutation.put(LedgerKeys.ENVIRONMENT_PLAN, planned.plan()),
                Mutation.delete(LedgerKeys.config(environment.name()))));
        // a node of an earlier release removes an environment and knows nothing of its faults
        snapshot.faults(environment.name())
                .forEach(f -> mutations.add(Mutation.delete(LedgerKeys.fault(f.environment(), f.name()))));
        return request.transaction(
                environment,
                clock.instant(),
                List.of(Condition.absent(key), Condition.unchanged(LedgerKeys.ENVIRONMENT_PLAN, planned.revision())),
                List.of(),
                mutations);
    }

    /** @param own what was committed just now; null where the outcome is an earlier request's */
    private Future<EnvironmentState> answer(Outcome outcome, Environment own) {
        Environment environment =
                outcome.repeated() ? ContractCodec.decode(new JsonObject(outcome.memo()), Environment.class) : own;
        if (!outcome.repeated()) {
            LOG.info(
                    "event=environment_created environment={} kind={} ports={} revision={}",
                    environment.name(),
                    environment.kind().wireName(),
                    environment.ports(),
                    outcome.revision());
            EnvironmentsContract.ENVIRONMENT_CREATED.publish(
                    bus, new EnvironmentChange(environment, "created", 0, environment.createdAt()));
        }
        return ledger.seen(outcome.revision())
                .map(now -> new EnvironmentState(
                        environment, EnvironmentDefaults.of(environment), 0, 0, outcome.revision()));
    }
}
