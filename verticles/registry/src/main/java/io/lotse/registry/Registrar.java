package io.lotse.registry;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Claim;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceChange;
import io.lotse.contracts.registry.RegisteredBatch;
import io.lotse.contracts.registry.Registration;
import io.lotse.contracts.registry.RegistrationBatch;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.meshview.IdempotentRequest;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/** Registers instances: those that come together go into the ledger with their ports, all of them or none. */
final class Registrar {
    private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);
    /** Others may be faster with every port that was found; each round asks for more of them. */
    private static final int MAX_ROUNDS = 8;

    private final EventBus bus;
    private final RegistryConfig config;
    private final MeshView view;
    private final LedgerWriter ledger;
    private final Planner planner;
    private final Clock clock;

    Registrar(EventBus bus, RegistryConfig config, MeshView view, LedgerWriter ledger, Planner planner, Clock clock) {
        this.bus = bus;
        this.config = config;
        this.view = view;
        this.ledger = ledger;
        this.planner = planner;
        this.clock = clock;
    }

    /** Answers once the instance is in the ledger and in the own view. */
    Future<Instance> register(Registration asked) {
        IdempotentRequest request =
                IdempotentRequest.of("register", asked.idempotencyKey(), Registrations.withoutKey(asked));
        return make(RegistrationOrder.single(complete(asked)), request)
                .map(made -> made.items().get(0));
    }

    /** Answers once all are in the ledger and in the own view. */
    Future<RegisteredBatch> registerBatch(RegistrationBatch batch) {
        IdempotentRequest request = IdempotentRequest.of(
                "register-batch", batch.idempotencyKey(), new RegistrationBatch(batch.registrations(), null));
        List<Registration> complete =
                batch.registrations().stream().map(this::complete).toList();
        return make(RegistrationOrder.batch(complete), request);
    }

    private Registration complete(Registration asked) {
        return Registrations.complete(asked, config.defaultEnvironment());
    }

    private Future<RegisteredBatch> make(RegistrationOrder order, IdempotentRequest request) {
        order.check();
        return ledger.earlier(request)
                .compose(earlier -> earlier.isPresent()
                        ? answer(earlier.get(), order, List.of())
                        : upToDate(order).compose(v -> attempt(order, request)).recover(e -> ledger.madeMeanwhile(
                                        request, e)
                                .compose(made -> answer(made, order, List.of()))));
    }

    /** Asks the ledger where the own view would refuse: another node may have changed it a moment ago. */
    private Future<Void> upToDate(RegistrationOrder order) {
        MeshSnapshot known = view.snapshot();
        boolean taken =
                order.givenIds().stream().anyMatch(id -> known.instance(id).isPresent());
        boolean needsMore = order.neededFromOthers().stream()
                .anyMatch(id -> known.instance(id).isEmpty());
        boolean newEnvironment = order.registrations().stream()
                .anyMatch(r -> known.environment(r.environment()).isEmpty());
        if (!taken && !needsMore && !newEnvironment) {
            return Future.succeededFuture();
        }
        return ledger.fresh(LedgerKeys.INSTANCES).compose(snapshot -> {
            for (int i = 0; i < order.registrations().size(); i++) {
                String id = order.registrations().get(i).serviceId();
                Optional<Instance> other = id == null ? Optional.empty() : snapshot.instance(id);
                if (other.isPresent()) {
                    return Future.failedFuture(order.about(i, exists(other.get())));
                }
            }
            return Future.succeededFuture();
        });
    }

    /** A port that the own view shows as taken may have been released on another node a moment ago. */
    private Future<RegisteredBatch> attempt(RegistrationOrder order, IdempotentRequest request) {
        long known = view.snapshot().revision();
        return attempt(order, request, 0).recover(e -> {
            boolean taken = e instanceof ContractException c && c.code() == ProblemCode.PORT_TAKEN;
            return !taken
                    ? Future.failedFuture(e)
                    : ledger.fresh("")
                            .compose(now ->
                                    now.revision() > known ? attempt(order, request, 0) : Future.failedFuture(e));
        });
    }

    private Future<RegisteredBatch> attempt(RegistrationOrder order, IdempotentRequest request, int round) {
        List<Plan> plans = new ArrayList<>();
        return plan(order, planner.broughtBy(order), round, plans)
                .compose(v -> ledger.commit(transaction(order, plans, request)))
                .compose(outcome -> outcome.succeeded()
                        ? answer(outcome, order, plans)
                        : refused(outcome, order, plans).compose(v -> again(order, request, round + 1)))
                .onComplete(end -> plans.forEach(plan -> plan.done().run()));
    }

    /** One after the other: the ports that one is shown are not shown to the next. */
    private Future<Void> plan(RegistrationOrder order, OwnPorts own, int round, List<Plan> plans) {
        int index = plans.size();
        if (index == order.registrations().size()) {
            return Future.succeededFuture();
        }
        return Future.<Void>succeededFuture()
                .compose(v -> planner.plan(order.registrations().get(index), order, own, round))
                .recover(e -> Future.failedFuture(order.about(index, e)))
                .compose(plan -> {
                    plans.add(plan);
                    return plan(order, own, round, plans);
                });
    }

    private Future<RegisteredBatch> again(RegistrationOrder order, IdempotentRequest request, int round) {
        return round < MAX_ROUNDS ? attempt(order, request, round) : Future.failedFuture(tooManyRivals());
    }

    private Transaction transaction(RegistrationOrder order, List<Plan> plans, IdempotentRequest request) {
        List<Condition> conditions = new ArrayList<>();
        List<Claim> claims = new ArrayList<>();
        List<Mutation> mutations = new ArrayList<>();
        for (Plan plan : plans) {
            conditions.addAll(plan.conditions());
            claims.add(plan.claim());
            mutations.addAll(plan.mutations());
        }
        List<RegisterMemo> memos = plans.stream().map(Plan::memo).toList();
        Object memo = order.batch() ? RegisterMemo.batch(memos) : memos.get(0);
        return request.transaction(
                memo, clock.instant(), conditions.stream().distinct().toList(), claims, mutations);
    }

    /**
     * A repeat is answered from what the ledger kept, so that it gets the very same answer.
     *
     * @param own what was committed just now; empty where the outcome is an earlier request's
     */
    private Future<RegisteredBatch> answer(Outcome outcome, RegistrationOrder order, List<Plan> own) {
        List<RegisterMemo> memos = own.stream().map(Plan::memo).toList();
        if (outcome.repeated()) {
            memos = order.batch() ? RegisterMemo.batchFrom(outcome.memo()) : List.of(RegisterMemo.from(outcome.memo()));
        }
        List<Instance> instances = new ArrayList<>();
        for (int i = 0; i < memos.size(); i++) {
            String key = outcome.claimedKeys().get(i);
            Instance instance = memos.get(i).instanceAt(key, outcome.revision());
            instances.add(instance);
            if (!outcome.repeated()) {
                tell(own.get(i), instance, key);
            }
        }
        return ledger.seen(outcome.revision()).map(new RegisteredBatch(instances, outcome.revision()));
    }

    private void tell(Plan plan, Instance instance, String key) {
        LOG.info(
                "event=instance_registered service_id={} service={} host={} port={} environment={} revision={}",
                instance.serviceId(),
                instance.serviceName(),
                instance.host(),
                instance.port(),
                instance.environment(),
                instance.revision());
        RegistryContract.INSTANCE_REGISTERED.publish(
                bus, new InstanceChange(instance, "registered", instance.registeredAt()));
        PortsContract.PORT_ALLOCATED.publish(bus, plan.memo().allocationAt(key));
        plan.outbid().ifPresent(former -> PortsContract.REASSIGNMENT_LAPSED.publish(bus, former));
        plan.asked().ifPresent(request -> {
            LOG.info(
                    "event=reassignment_requested space={} port={} holder={} asker={} deadline={}",
                    request.space(),
                    request.port(),
                    request.holder(),
                    request.asker(),
                    request.deadline());
            PortsContract.REASSIGNMENT_REQUESTED.publish(bus, request);
        });
    }

    /** Succeeds where it is worth another try with other ports. */
    private Future<Void> refused(Outcome outcome, RegistrationOrder order, List<Plan> plans) {
        return ledger.seen(outcome.revision()).compose(snapshot -> {
            String failed = outcome.failedKey();
            if (failed == null) {
                return wishedTwice(outcome.failedClaim(), order, plans);
            }
            for (int i = 0; i < plans.size(); i++) {
                String id = plans.get(i).instance().serviceId();
                Optional<Instance> other = snapshot.instance(id);
                if (failed.equals(LedgerKeys.instance(id)) && other.isPresent()) {
                    return Future.failedFuture(order.about(i, exists(other.get())));
                }
                Optional<String> missing = plans.get(i).instance().dependencies().stream()
                        .filter(need -> failed.equals(LedgerKeys.instance(need)))
                        .findFirst();
                if (missing.isPresent()) {
                    return Future.failedFuture(order.about(i, Dependencies.unknown(List.of(missing.get()))));
                }
            }
            return Future.succeededFuture();
        });
    }

    /** Two of a batch that insist on the same port never come to an end. */
    private static Future<Void> wishedTwice(int index, RegistrationOrder order, List<Plan> plans) {
        Optional<String> only = plans.get(index).onlyKey();
        for (int i = 0; i < index; i++) {
            if (only.isPresent() && only.equals(plans.get(i).onlyKey())) {
                String port = only.get().substring(only.get().lastIndexOf('/') + 1);
                return Future.failedFuture(order.about(
                        index,
                        new ContractException(
                                ProblemCode.PORT_TAKEN,
                                "port " + port + " is wished by registrations[" + i
                                        + "] of the same batch: wish another")));
            }
        }
        return Future.succeededFuture();
    }

    private static ContractException exists(Instance other) {
        return new ContractException(
                ProblemCode.INSTANCE_EXISTS,
                "instance " + other.serviceId() + " is registered already, for service " + other.serviceName() + " at "
                        + other.ipAddress() + ":" + other.port() + " since " + other.registeredAt()
                        + ": choose another service_id, or deregister it first");
    }

    private static ContractException tooManyRivals() {
        return new ContractException(
                ProblemCode.NO_FREE_PORT,
                "others took every port that was found, " + MAX_ROUNDS + " times in a row: ask again");
    }
}
