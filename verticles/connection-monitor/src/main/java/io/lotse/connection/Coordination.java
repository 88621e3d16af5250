package io.lotse.connection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.network.NetworkContract;
import io.lotse.contracts.network.Outage;
import io.lotse.contracts.network.RecoveredInstance;
import io.lotse.contracts.network.Recoveries;
import io.lotse.contracts.network.Recovery;
import io.lotse.contracts.network.RecoveryOutcome;
import io.lotse.meshview.Duty;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshView;

/**
 * The part of the room that recovers: each node puts an outage of its own that has ended into the ledger, and the node
 * that has the duty sees to what it left, once for the whole mesh. Lives on one event loop.
 */
final class Coordination {
    private static final Logger LOG = LoggerFactory.getLogger(Coordination.class);
    private static final String DUTY = "recovery";
    private static final long LOOK_EVERY_MILLIS = 500;
    private static final int MOST_KEPT = 50;

    private final Vertx vertx;
    private final Clock clock;
    private final MeshView view;
    private final ConnectionMonitorConfig config;
    private final NetworkWatch watch;
    private final Conditions conditions;
    private final Restarter restarter;
    private final LedgerWriter writer;
    private final Duty duty;
    private boolean running;
    private boolean stopped;

    Coordination(
            Vertx vertx,
            Clock clock,
            MeshView view,
            ConnectionMonitorConfig config,
            NetworkWatch watch,
            Conditions conditions,
            Restarter restarter) {
        this.vertx = vertx;
        this.clock = clock;
        this.view = view;
        this.config = config;
        this.watch = watch;
        this.conditions = conditions;
        this.restarter = restarter;
        this.writer = new LedgerWriter(vertx, view);
        this.duty = new Duty(vertx, view, clock, DUTY, config.nodeId(), config.node(), mine -> {});
    }

    Future<Void> start() {
        vertx.setPeriodic(LOOK_EVERY_MILLIS, t -> look());
        return duty.start();
    }

    Future<Void> stop() {
        stopped = true;
        return duty.stop();
    }

    /** The last recoveries, from this node's view. */
    Recoveries told() {
        return new Recoveries(kept().stream().limit(MOST_KEPT).toList());
    }

    /** An outage of this node has ended: asked until the ledger, which may have been out of reach too, has it. */
    void ended(Outage outage) {
        Transaction put = new Transaction(
                "outage-" + outage.id(),
                null,
                null,
                clock.instant(),
                List.of(),
                List.of(),
                List.of(Mutation.put(LedgerKeys.outage(outage.id()), outage)));
        writer.commit(put).onFailure(e -> {
            LOG.info("event=outage_not_told outage={} reason=\"{}\" next=\"again\"", outage.id(), e.getMessage());
            if (!stopped) {
                vertx.setTimer(LOOK_EVERY_MILLIS, t -> ended(outage));
            }
        });
    }

    private void look() {
        conditions.retain(view.snapshot().instances());
        if (running
                || !mayRestart()
                || view.snapshot().entries(LedgerKeys.OUTAGES).isEmpty()) {
            return;
        }
        running = true;
        vertx.timer(Math.max(1, config.settings().recovery().settle().toMillis()))
                .compose(t -> recover())
                .onFailure(
                        e -> LOG.warn("event=recovery_broken_off reason=\"{}\" next=\"begins anew\"", e.getMessage()))
                .onComplete(done -> running = false);
    }

    private boolean mayRestart() {
        return duty.held() && !watch.outageLasts() && !stopped;
    }

    private Future<Void> recover() {
        List<Outage> outages = decoded(view.snapshot().entries(LedgerKeys.OUTAGES), Outage.class);
        if (!mayRestart() || outages.isEmpty()) {
            return Future.failedFuture(new RecoveryRun.Interrupted());
        }
        Instant startedAt = clock.instant();
        LOG.info("event=recovery_began outages={}", outages.size());
        return new RecoveryRun(
                        vertx,
                        clock,
                        view,
                        conditions,
                        restarter,
                        config.settings().recovery(),
                        this::mayRestart)
                .after(outages)
                .compose(instances -> end(outages, startedAt, instances));
    }

    private Future<Void> end(List<Outage> outages, Instant startedAt, List<RecoveredInstance> instances) {
        Recovery recovery = new Recovery(
                UUID.randomUUID().toString(), config.node(), outages, startedAt, clock.instant(), instances);
        List<Mutation> mutations = new ArrayList<>();
        mutations.add(Mutation.put(LedgerKeys.recovery(recovery.id()), recovery));
        outages.forEach(o -> mutations.add(Mutation.delete(LedgerKeys.outage(o.id()))));
        kept().stream().skip(MOST_KEPT - 1L).forEach(r -> mutations.add(Mutation.delete(LedgerKeys.recovery(r.id()))));
        List<Condition> fence = duty.fence().map(List::of).orElse(List.of());
        if (fence.isEmpty()) {
            return Future.failedFuture(new RecoveryRun.Interrupted());
        }
        return writer.commit(Transaction.of(clock.instant(), fence, mutations))
                .compose(made -> written(made, recovery));
    }

    private Future<Void> written(Outcome made, Recovery recovery) {
        if (!made.succeeded()) {
            return Future.failedFuture(new ContractException(ProblemCode.CONFLICT, "another node has the duty"));
        }
        recovery.instances()
                .forEach(i -> LOG.info(
                        "event=instance_recovered service_id={} outcome={} down_s={} attempts={} detail=\"{}\"",
                        i.serviceId(),
                        i.outcome().wireName(),
                        Duration.between(i.downSince(), i.upAt() == null ? recovery.endedAt() : i.upAt())
                                .toSeconds(),
                        i.attempts(),
                        Objects.toString(i.detail(), "")));
        LOG.info(
                "event=network_recovery_ended recovery={} outages={} by_itself={} restarted={} failed={}",
                recovery.id(),
                recovery.outages().size(),
                recovery.count(RecoveryOutcome.BY_ITSELF),
                recovery.count(RecoveryOutcome.RESTARTED),
                recovery.count(RecoveryOutcome.FAILED));
        NetworkContract.RECOVERY_ENDED.publish(vertx.eventBus(), recovery);
        return writer.seen(made.revision()).mapEmpty();
    }

    /** The newest first. */
    private List<Recovery> kept() {
        return decoded(view.snapshot().entries(LedgerKeys.RECOVERIES), Recovery.class).stream()
                .sorted(Comparator.comparing(Recovery::startedAt).reversed())
                .toList();
    }

    private static <T> List<T> decoded(Collection<Entry> entries, Class<T> type) {
        return entries.stream()
                .map(e -> ContractCodec.decode(new JsonObject(e.value()), type))
                .toList();
    }
}
