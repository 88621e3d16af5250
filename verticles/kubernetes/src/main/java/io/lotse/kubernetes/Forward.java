package io.lotse.kubernetes;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.imports.ImportsContract;
import io.lotse.contracts.kubernetes.KubernetesContract;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.Registration;
import io.lotse.kubernetes.ForwardTarget.Pod;
import io.lotse.kubernetes.KubernetesConfig.PortForward;

/**
 * One port-forward: it holds a local port from when its Service is first found until that is gone, and leads to one of the
 * pods that are ready. What fails is tried again, ever more seldom, without an end. Lives on one event loop.
 */
final class Forward {
    private static final Logger LOG = LoggerFactory.getLogger(Forward.class);
    private static final String LOOPBACK = "127.0.0.1";

    private final Vertx vertx;
    private final KubernetesConfig config;
    private final PortForward wish;
    private final ClusterApi api;
    private final IntPredicate isHeld;
    private final Runnable changed;

    private ForwardListener listener;
    private String namespace;
    private boolean leads;
    private boolean looking;
    private String lastDetail;
    private Duration retryAfter;
    private long timer;
    private boolean stopped;

    /**
     * @param isHeld whether another instance of this host holds a port
     * @param changed told when {@link #wanted} says something else
     */
    Forward(
            Vertx vertx,
            KubernetesConfig config,
            PortForward wish,
            ClusterApi api,
            IntPredicate isHeld,
            Runnable changed) {
        this.vertx = vertx;
        this.config = config;
        this.wish = wish;
        this.api = api;
        this.isHeld = isHeld;
        this.changed = changed;
        this.retryAfter = config.pace().firstRetry();
    }

    /** Looks where it leads, again and again. */
    void look() {
        looking = true;
        api.ask(client -> ForwardTarget.find(client, wish))
                .compose(target -> target.pods().isEmpty()
                        ? Future.failedFuture(
                                new ContractException(ProblemCode.NO_HEALTHY_INSTANCE, "no pod of it is ready"))
                        : listening().map(l -> leadTo(target, l)))
                .onComplete(done -> {
                    looking = false;
                    if (stopped) {
                        close();
                    } else if (done.succeeded()) {
                        again(config.pace().lookEvery());
                    } else {
                        broken(done.cause());
                    }
                });
    }

    /** Sees to its connections; one that came to nothing is a reason to look anew. */
    void tidy() {
        if (listener == null || looking) {
            return;
        }
        if (listener.hasBrought()) {
            retryAfter = config.pace().firstRetry();
        }
        listener.tidy().filter(why -> leads).ifPresent(why -> {
            vertx.cancelTimer(timer);
            broken(new ContractException(ProblemCode.UPSTREAM_FAILED, why));
        });
    }

    /** What the registry should hold of it; empty while it has no port. */
    Optional<Registration> wanted() {
        return listener == null ? Optional.empty() : Optional.of(registration());
    }

    boolean leads() {
        return leads;
    }

    /** Gives its port back. */
    void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        close();
    }

    private Future<ForwardListener> listening() {
        if (listener != null) {
            return Future.succeededFuture(listener);
        }
        List<Integer> free =
                wish.localPorts().stream().filter(p -> !isHeld.test(p)).toList();
        return vertx.executeBlocking(() -> firstFree(free), false);
    }

    private ForwardListener firstFree(List<Integer> ports) {
        for (int port : ports) {
            try {
                return ForwardListener.open(port, api, config.pace().lookEvery());
            } catch (IOException e) {
                // somebody else has it: the next
            }
        }
        throw new ContractException(ProblemCode.NO_FREE_PORT, "none of its ports is free: " + wish.localPorts());
    }

    private Void leadTo(ForwardTarget target, ForwardListener opened) {
        Pod pod = target.pods().get(0);
        opened.to(pod);
        boolean was = leads && listener == opened;
        listener = opened;
        namespace = target.namespace();
        leads = true;
        if (!was) {
            lastDetail = null;
            LOG.info(
                    "event=forward_leads service={} local={}:{} pod={}/{} port={}",
                    wish.name(),
                    LOOPBACK,
                    opened.port(),
                    pod.namespace(),
                    pod.name(),
                    pod.port());
            changed.run();
        }
        return null;
    }

    private void broken(Throwable e) {
        boolean gone = e instanceof ContractException c && c.code() == ProblemCode.UNKNOWN_SERVICE;
        String detail = String.valueOf(e.getMessage());
        if (!detail.equals(lastDetail)) {
            LOG.warn("event=forward_broken service={} reason=\"{}\" next=\"tried again\"", wish.name(), detail);
            lastDetail = detail;
        }
        leads = false;
        if (gone) {
            close();
        } else if (listener != null) {
            listener.to(null);
        }
        changed.run();
        again(retryAfter);
        Duration twice = retryAfter.multipliedBy(2);
        retryAfter =
                twice.compareTo(config.pace().lookEvery()) > 0 ? config.pace().lookEvery() : twice;
    }

    private void again(Duration after) {
        timer = vertx.setTimer(after.toMillis(), t -> look());
    }

    private void close() {
        leads = false;
        if (listener != null) {
            ForwardListener ended = listener;
            listener = null;
            vertx.executeBlocking(
                    () -> {
                        ended.close();
                        return null;
                    },
                    false);
        }
    }

    private Registration registration() {
        Map<String, String> metadata = new HashMap<>();
        metadata.put(ImportsContract.IMPORTED_FROM, config.forwardSource());
        metadata.put(
                KubernetesContract.CLUSTER_METADATA, config.wishes().access().cluster());
        metadata.put(KubernetesContract.SERVICE_METADATA, namespace + "/" + wish.service());
        return new Registration(
                config.forwardSource() + ":" + wish.name(),
                wish.name(),
                null,
                LOOPBACK,
                Protocol.TCP,
                listener.port(),
                null,
                null,
                null,
                config.environment(),
                List.of(),
                null,
                metadata,
                leads ? InstanceStatus.ACTIVE : InstanceStatus.INACTIVE,
                null,
                null,
                true);
    }
}
