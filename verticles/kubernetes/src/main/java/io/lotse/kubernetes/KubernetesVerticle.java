package io.lotse.kubernetes;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

import io.lotse.contracts.kubernetes.KubernetesContract;
import io.lotse.kubernetes.KubernetesConfig.Which;
import io.lotse.meshview.ImportedInstances;
import io.lotse.meshview.MeshView;

/**
 * Registers the Services of a Kubernetes cluster, restarts them, forwards ports to them, and shows Lotse's own there. Started whether or not there is one.
 */
public final class KubernetesVerticle extends VerticleBase {
    private final KubernetesConfig config;
    private final MeshView view;
    private final MeterRegistry meters;
    private final Clock clock;
    private ClusterApi api;
    private ServiceWatch watch;
    private Forwards forwards;
    private Export export;
    private final List<Gauge> gauges = new ArrayList<>();

    public KubernetesVerticle(KubernetesConfig config, MeshView view, MeterRegistry meters, Clock clock) {
        this.config = config;
        this.view = view;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        api = new ClusterApi(vertx, config.wishes().access(), config.pace().patience());
        List<Future<?>> ready = new ArrayList<>();
        if (config.wishes().which() != Which.NONE) {
            ready.add(importServices());
        }
        if (!config.wishes().restarts().isEmpty()) {
            Rollouts rollouts = new Rollouts(vertx, config, clock, api);
            ready.add(KubernetesContract.RESTART
                    .serveFor(vertx.eventBus(), config.wishes().access().cluster(), rollouts::restart)
                    .completion());
        }
        if (!config.wishes().forwards().isEmpty()) {
            forward();
        }
        if (config.wishes().exportTo() != null) {
            ready.add(export());
        }
        return Future.all(ready);
    }

    private Future<Void> export() {
        export = new Export(vertx, config, api, view, clock);
        gauges.add(Gauge.builder("lotse.kubernetes.exported", export, Export::shown)
                .description("Services of Lotse that this node shows in the cluster")
                .register(meters));
        return export.start();
    }

    private void forward() {
        ImportedInstances instances = new ImportedInstances(vertx.eventBus(), view, config.forwardSource());
        forwards = new Forwards(vertx, config, view, api, instances);
        forwards.start();
        gauges.add(Gauge.builder("lotse.kubernetes.forwards", forwards, Forwards::leading)
                .description("Port-forwards that lead to a pod")
                .register(meters));
    }

    private Future<Void> importServices() {
        ImportedInstances instances = new ImportedInstances(vertx.eventBus(), view, config.source());
        WantedEndpoints wanted = new WantedEndpoints(
                config, name -> view.snapshot().environment(name).isPresent());
        watch = new ServiceWatch(vertx, config, clock, api, view, wanted, instances);
        gauges.addAll(List.of(
                Gauge.builder("lotse.kubernetes.reached", watch, w -> w.reached() ? 1 : 0)
                        .description("Whether the cluster's API answers the node that imports from there")
                        .register(meters),
                Gauge.builder("lotse.kubernetes.instances", instances, ImportedInstances::registered)
                        .description("Instances that are registered for endpoints of Services")
                        .register(meters),
                Gauge.builder("lotse.kubernetes.refused", instances, ImportedInstances::refused)
                        .description("Endpoints that could not be registered, for the reason in the log")
                        .register(meters)));
        return watch.start();
    }

    @Override
    public Future<?> stop() {
        gauges.forEach(meters::remove);
        Future<Void> left = watch == null ? Future.succeededFuture() : watch.stop();
        Future<Void> closed = forwards == null ? Future.succeededFuture() : forwards.stop();
        Future<Void> handed = export == null ? Future.succeededFuture() : export.stop();
        return Future.join(left, closed, handed).eventually(() -> api.close());
    }
}
