package io.lotse.observer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.verdicts.Judgement;
import io.lotse.contracts.verdicts.Verdict;
import io.lotse.contracts.verdicts.VerdictsContract;
import io.lotse.meshview.Duty;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/** The part of the room that judges: the node that has the duty does it for all, every node knows what came of it. */
final class Verdicts {
    static final Duration EVERY = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(Verdicts.class);
    private static final String DUTY = "verdicts";

    private final ObserverConfig config;
    private final Vertx vertx;
    private final MeshView view;
    private final Clock clock;
    private final Judge judge;
    private final Lives lives = new Lives();
    private final LivesKeeper keeper;
    private final VerdictBook book = new VerdictBook();
    private final Duty duty;
    private boolean judging;

    Verdicts(ObserverConfig config, Vertx vertx, MeshView view, Curves curves, Clock clock) {
        this.config = config;
        this.vertx = vertx;
        this.view = view;
        this.clock = clock;
        this.judge = new Judge(curves, VerdictLimits.DEFAULT);
        this.keeper = new LivesKeeper(
                lives,
                view,
                new LedgerWriter(vertx, view),
                this::fence,
                VerdictLimits.DEFAULT.flapping().window(),
                clock);
        this.duty = new Duty(vertx, view, clock, DUTY, config.nodeId(), config.node(), keeper::dutyChanged);
    }

    /** An instance was checked, by any node. */
    void checked(HealthReport report) {
        lives.checked(report);
    }

    private Optional<Condition> fence() {
        return duty.fence();
    }

    /**
     * Begins to judge.
     *
     * @param every how often verdicts are reached
     * @param keepEvery how often what they stand on is written down
     */
    Future<?> start(Duration every, Duration keepEvery) {
        EventBus bus = vertx.eventBus();
        vertx.setPeriodic(every.toMillis(), t -> look());
        vertx.setPeriodic(keepEvery.toMillis(), t -> keeper.write());
        return Future.all(
                VerdictsContract.VERDICTS_JUDGED.subscribe(bus, this::heard).completion(),
                VerdictsContract.VERDICT_ENDED.subscribe(bus, this::ended).completion(),
                VerdictsContract.VERDICTS
                        .serve(bus, query -> Future.succeededFuture(book.page(query)))
                        .completion(),
                duty.start());
    }

    /** Gives the duty to another node. */
    Future<Void> stop() {
        return keeper.write().eventually(duty::stop);
    }

    private void look() {
        lives.retain(view.snapshot());
        if (judging || !duty.held()) {
            return;
        }
        judging = true;
        Instant now = clock.instant();
        Judge.Known known = new Judge.Known(lives.all(), lives.deploys(), dependencies(view.snapshot()));
        vertx.executeBlocking(() -> judge.judge(known, now), false)
                .onComplete(done -> judging = false)
                .onSuccess(found -> judged(found, now))
                .onFailure(e -> LOG.warn("event=not_judged next=\"in {}\"", EVERY, e));
    }

    private void judged(List<Verdict> found, Instant now) {
        if (!duty.held()) {
            return;
        }
        EventBus bus = vertx.eventBus();
        VerdictBook.Changes changes = book.judged(found, now);
        changes.reached().forEach(verdict -> {
            LOG.warn("event=verdict_reached id={} detail=\"{}\"", verdict.id(), verdict.detail());
            VerdictsContract.VERDICT_REACHED.publish(bus, verdict);
        });
        changes.ended().forEach(verdict -> {
            LOG.info("event=verdict_ended id={}", verdict.id());
            VerdictsContract.VERDICT_ENDED.publish(bus, verdict);
        });
        VerdictsContract.VERDICTS_JUDGED.publish(bus, new Judgement(config.nodeId(), now, book.holding()));
    }

    private void heard(Judgement judgement) {
        if (!judgement.nodeId().equals(config.nodeId())) {
            book.heard(judgement.verdicts());
        }
    }

    private void ended(Verdict verdict) {
        if (!duty.held()) {
            book.ended(verdict);
        }
    }

    /** Of each service those that its instances named, by the services' names. */
    private static Map<String, List<String>> dependencies(MeshSnapshot snapshot) {
        Map<String, Set<String>> services = new HashMap<>();
        for (Instance instance : snapshot.instances().values()) {
            for (String id : instance.dependencies()) {
                Instance called = snapshot.instances().get(id);
                services.computeIfAbsent(instance.serviceName(), s -> new TreeSet<>())
                        .add(called == null ? id : called.serviceName());
            }
        }
        Map<String, List<String>> all = new HashMap<>();
        services.forEach((service, called) -> all.put(service, List.copyOf(called)));
        return all;
    }
}
