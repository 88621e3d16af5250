package io.lotse.docker;

import java.time.Clock;
import java.util.List;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

import io.lotse.meshview.ImportedInstances;
import io.lotse.meshview.MeshView;

/** Registers the containers of this host while they run. Started whether or not there is an engine. */
public final class DockerVerticle extends VerticleBase {
    private final DockerConfig config;
    private final MeshView view;
    private final MeterRegistry meters;
    private final Clock clock;
    private EngineWatch watch;
    private List<Gauge> gauges = List.of();

    public DockerVerticle(DockerConfig config, MeshView view, MeterRegistry meters, Clock clock) {
        this.config = config;
        this.view = view;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        ImportedInstances instances = new ImportedInstances(vertx.eventBus(), view, config.source());
        Wanted wanted =
                new Wanted(config, name -> view.snapshot().environment(name).isPresent());
        watch = new EngineWatch(vertx, config, clock, new EngineClient(vertx, config), wanted, instances);
        gauges = List.of(
                Gauge.builder("lotse.docker.reached", watch, w -> w.reached() ? 1 : 0)
                        .description("Whether the Docker engine of this host answers")
                        .register(meters),
                Gauge.builder("lotse.docker.instances", instances, ImportedInstances::registered)
                        .description("Instances that are registered for containers of this host")
                        .register(meters),
                Gauge.builder("lotse.docker.refused", instances, ImportedInstances::refused)
                        .description("Containers' ports that could not be registered, for the reason in the log")
                        .register(meters));
        watch.start();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        watch.stop();
        gauges.forEach(meters::remove);
        return Future.succeededFuture();
    }
}
