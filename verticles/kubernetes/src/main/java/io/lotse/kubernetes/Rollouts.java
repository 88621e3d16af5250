package io.lotse.kubernetes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.kubernetes.KubernetesContract;
import io.lotse.contracts.kubernetes.Rollout;
import io.lotse.contracts.kubernetes.RolloutOrder;
import io.lotse.contracts.kubernetes.RolloutState;

/** Has pods replaced by new ones, each workload's once at a time, and tells what came of it. Lives on one event loop. */
final class Rollouts {
    private static final Logger LOG = LoggerFactory.getLogger(Rollouts.class);

    private final Vertx vertx;
    private final KubernetesConfig config;
    private final Clock clock;
    private final ClusterApi api;
    /** By what they were asked for. */
    private final Map<RolloutOrder, Future<Rollout>> underWay = new HashMap<>();

    Rollouts(Vertx vertx, KubernetesConfig config, Clock clock, ClusterApi api) {
        this.vertx = vertx;
        this.config = config;
        this.clock = clock;
        this.api = api;
    }

    /** A rollout that begins, or the one that is under way. */
    Future<Rollout> restart(RolloutOrder order) {
        if (!config.wishes().restarts().contains(order.service())) {
            return Future.failedFuture(new ContractException(
                    ProblemCode.UNKNOWN_SERVICE,
                    order.service() + " is none of those that may be restarted: name it in --kubernetes-restarts"));
        }
        return underWay.computeIfAbsent(
                order, o -> begin(o).onFailure(e -> vertx.runOnContext(v -> underWay.remove(o))));
    }

    private Future<Rollout> begin(RolloutOrder order) {
        Instant now = clock.instant();
        return api.ask(client -> {
                    Workload workload = Workload.find(client, order.namespace(), order.service())
                            .orElseThrow(() -> new ContractException(
                                    ProblemCode.UNKNOWN_SERVICE,
                                    "no Deployment, StatefulSet or DaemonSet in " + order.namespace() + " is called "
                                            + order.service() + " or makes the pods of a Service of that name"));
                    workload.restart(client, now.toString());
                    return workload;
                })
                .map(workload -> {
                    Rollout rollout = new Rollout(
                            config.wishes().access().cluster(),
                            order.namespace(),
                            workload.kind(),
                            workload.name(),
                            RolloutState.BEGUN,
                            now,
                            null,
                            null);
                    LOG.info("event=rollout_began cluster={} workload=\"{}\"", rollout.cluster(), rollout.workload());
                    KubernetesContract.ROLLOUT_BEGAN.publish(vertx.eventBus(), rollout);
                    vertx.runOnContext(
                            v -> follow(order, workload, rollout, System.nanoTime(), "nothing was seen of it"));
                    return rollout;
                });
    }

    private void follow(RolloutOrder order, Workload workload, Rollout rollout, long startedAt, String last) {
        Duration lasted = Duration.ofNanos(System.nanoTime() - startedAt);
        if (lasted.compareTo(config.pace().rollout()) >= 0) {
            end(
                    order,
                    rollout,
                    RolloutState.FAILED,
                    lasted,
                    "not ready within " + config.pace().rollout().toSeconds() + " s: " + last);
            return;
        }
        api.ask(workload::progress).onComplete(asked -> {
            if (asked.succeeded() && asked.result().failure() != null) {
                end(order, rollout, RolloutState.FAILED, lasted, asked.result().failure());
            } else if (asked.succeeded() && asked.result().done()) {
                end(order, rollout, RolloutState.READY, lasted, null);
            } else {
                String seen = asked.succeeded()
                        ? asked.result().text()
                        : asked.cause().getMessage();
                vertx.setTimer(
                        config.pace().firstRetry().toMillis(), t -> follow(order, workload, rollout, startedAt, seen));
            }
        });
    }

    private void end(RolloutOrder order, Rollout rollout, RolloutState how, Duration lasted, String why) {
        underWay.remove(order);
        if (how == RolloutState.READY) {
            LOG.info(
                    "event=rollout_ended cluster={} workload=\"{}\" state=ready lasted_s={}",
                    rollout.cluster(),
                    rollout.workload(),
                    lasted.toSeconds());
        } else {
            LOG.warn(
                    "event=rollout_ended cluster={} workload=\"{}\" state=failed lasted_s={} reason=\"{}\"",
                    rollout.cluster(),
                    rollout.workload(),
                    lasted.toSeconds(),
                    why);
        }
        KubernetesContract.ROLLOUT_ENDED.publish(vertx.eventBus(), rollout.ended(how, lasted, why));
    }
}
