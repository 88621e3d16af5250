package io.lotse.allocator;

import java.time.Clock;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.ports.PortsContract;
import io.lotse.meshview.MeshView;

/** Orders the candidate ports for a request. */
public final class PortAllocatorVerticle extends VerticleBase {
    private final PortAllocatorConfig config;
    private final MeshView view;
    private final Clock clock;

    public PortAllocatorVerticle(PortAllocatorConfig config, MeshView view, Clock clock) {
        this.config = config;
        this.view = view;
        this.clock = clock;
    }

    /** Done once the operations are served. */
    @Override
    public Future<?> start() {
        EventBus bus = vertx.eventBus();
        CandidateFinder finder = new CandidateFinder(view::snapshot, config.neverGiven(), clock);
        return PortsContract.CANDIDATES
                .serve(bus, request -> Future.succeededFuture(finder.find(request)))
                .completion();
    }
}
