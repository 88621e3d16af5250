package io.lotse.connection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.network.Outage;
import io.lotse.contracts.network.RecoveredInstance;
import io.lotse.contracts.network.RecoveryOutcome;
import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.MeshView;

/**
 * Sees to the instances that outages put down: those that are well again are noted, the others restarted, none before
 * what it needs. Lives on one event loop.
 */
final class RecoveryRun {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryRun.class);
    /** Its health may say that an instance is down before the network is believed to be. */
    private static final Duration LEAD = Duration.ofMinutes(1);

    private static final long LOOK_EVERY_MILLIS = 500;

    private final Vertx vertx;
    private final Clock clock;
    private final MeshView view;
    private final Conditions conditions;
    private final Restarter restarter;
    private final RecoveryConfig settings;
    private final BooleanSupplier mayRestart;
    private final List<RecoveredInstance> seenTo = new ArrayList<>();
    private final Map<String, RecoveryOutcome> outcomes = new HashMap<>();

    /** An instance that is down. */
    private record Casualty(Instance instance, Instant downSince) {}

    /** @param mayRestart whether it is still this node's to restart, and no outage lasts; asked before each restart */
    RecoveryRun(
            Vertx vertx,
            Clock clock,
            MeshView view,
            Conditions conditions,
            Restarter restarter,
            RecoveryConfig settings,
            BooleanSupplier mayRestart) {
        this.vertx = vertx;
        this.clock = clock;
        this.view = view;
        this.conditions = conditions;
        this.restarter = restarter;
        this.settings = settings;
        this.mayRestart = mayRestart;
    }

    /** What became of each instance; fails with {@link Interrupted} if it must not go on. */
    Future<List<RecoveredInstance>> after(List<Outage> outages) {
        Instant began = outages.stream()
                .map(Outage::beganAt)
                .min(Instant::compareTo)
                .orElseGet(clock::instant)
                .minus(LEAD);
        return conditions.reports().compose(reports -> {
            Map<String, Casualty> down = sort(reports, began);
            List<List<String>> stages = Stages.of(down.keySet(), this::dependencies);
            Map<String, Set<String>> needs = Stages.needs(down.keySet(), this::dependencies);
            Future<Void> done = Future.succeededFuture();
            for (List<String> stage : stages) {
                done = done.compose(v -> Future.all(stage.stream()
                                .map(id -> seeTo(down.get(id), needs.get(id)))
                                .toList())
                        .mapEmpty());
            }
            return done.map(v -> List.copyOf(seenTo));
        });
    }

    /** It must not go on: another node has the duty now, or the network is gone again. */
    static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Interrupted() {
            super("the duty or the network was lost", null, false, false);
        }
    }

    /** Those that are down because of the outages; notes those that were and are well again. */
    private Map<String, Casualty> sort(Map<String, HealthReport> reports, Instant began) {
        Map<String, Casualty> down = new HashMap<>();
        view.snapshot().instances().forEach((id, instance) -> {
            Optional<Instant> broken = Conditions.brokenSince(instance, reports.get(id), clock.instant());
            if (broken.isPresent()) {
                broken.filter(since -> !since.isBefore(began))
                        .ifPresent(since -> down.put(id, new Casualty(instance, since)));
                return;
            }
            conditions
                    .lastDown(id)
                    .filter(last -> last.until() != null && last.until().isAfter(began))
                    .ifPresent(last -> noteOver(new Casualty(instance, last.since()), last));
        });
        return down;
    }

    /** It was down, and is no more: whether by itself depends on whether its supervisor was faster. */
    private void noteOver(Casualty casualty, Conditions.Down down) {
        boolean restarted = down.restartedBy() != null;
        note(
                casualty,
                restarted ? RecoveryOutcome.RESTARTED : RecoveryOutcome.BY_ITSELF,
                down.until() == null ? clock.instant() : down.until(),
                restarted ? 1 : 0,
                restarted ? down.restartedBy() + ": it had ended" : null);
    }

    private List<String> dependencies(String id) {
        return view.snapshot().instance(id).map(Instance::dependencies).orElse(List.of());
    }

    private Future<Void> seeTo(Casualty casualty, Set<String> needed) {
        Optional<String> missing = needed.stream()
                .filter(id -> outcomes.get(id) == RecoveryOutcome.FAILED)
                .sorted()
                .findFirst();
        if (missing.isPresent()) {
            note(casualty, RecoveryOutcome.FAILED, null, 0, "it needs " + missing.get() + ", which is still down");
            return Future.succeededFuture();
        }
        return pause(settings.jitter())
                .compose(v -> attempt(casualty, 0, "restarts are off: max_restart_attempts is 0"));
    }

    private Future<Void> attempt(Casualty casualty, int made, String lastDetail) {
        return isWell(casualty).compose(well -> {
            if (well) {
                wellAgain(casualty, made, lastDetail);
                return Future.succeededFuture();
            }
            if (made >= settings.maxRestartAttempts()) {
                note(casualty, RecoveryOutcome.FAILED, null, made, lastDetail);
                return Future.succeededFuture();
            }
            if (!mayRestart.getAsBoolean()) {
                return Future.failedFuture(new Interrupted());
            }
            return restart(casualty, made + 1);
        });
    }

    private void wellAgain(Casualty casualty, int made, String lastDetail) {
        if (made > 0) {
            note(casualty, RecoveryOutcome.RESTARTED, clock.instant(), made, lastDetail);
            return;
        }
        String id = casualty.instance().serviceId();
        noteOver(casualty, conditions.lastDown(id).orElse(new Conditions.Down(casualty.downSince(), null, null)));
    }

    private Future<Void> restart(Casualty casualty, int attempt) {
        LOG.info(
                "event=recovery_restart service_id={} attempt={}",
                casualty.instance().serviceId(),
                attempt);
        return restarter
                .restart(casualty.instance())
                .compose(
                        how -> awaitWell(
                                        casualty,
                                        System.nanoTime()
                                                + settings.readyWithin().toNanos())
                                .map(well -> well
                                        ? how
                                        : how + ", but it is not well within "
                                                + settings.readyWithin().toSeconds() + " s"),
                        e -> pause(settings.jitter()).map(v -> e.getMessage()))
                .compose(detail -> attempt(casualty, attempt, detail));
    }

    private Future<Boolean> awaitWell(Casualty casualty, long deadline) {
        return isWell(casualty)
                .compose(well -> well || System.nanoTime() >= deadline
                        ? Future.succeededFuture(well)
                        : vertx.timer(LOOK_EVERY_MILLIS).compose(t -> awaitWell(casualty, deadline)));
    }

    /** Also where it is gone: it was deregistered meanwhile, and nobody misses it. */
    private Future<Boolean> isWell(Casualty casualty) {
        String id = casualty.instance().serviceId();
        return conditions.report(id).map(report -> view.snapshot()
                .instance(id)
                .flatMap(now -> Conditions.brokenSince(now, report.orElse(null), clock.instant()))
                .isEmpty());
    }

    private Future<Void> pause(Duration atMost) {
        return vertx.timer(1 + ThreadLocalRandom.current().nextLong(Math.max(1, atMost.toMillis())))
                .mapEmpty();
    }

    private void note(Casualty casualty, RecoveryOutcome outcome, Instant upAt, int attempts, String detail) {
        Instance instance = casualty.instance();
        outcomes.put(instance.serviceId(), outcome);
        seenTo.add(new RecoveredInstance(
                instance.serviceId(),
                instance.serviceName(),
                instance.host(),
                outcome,
                casualty.downSince(),
                upAt,
                attempts,
                detail));
    }
}
