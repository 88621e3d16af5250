package io.lotse.hostagent;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;

import io.lotse.contracts.host.HostContract;

/** Answers for one host: what can be bound, who listens, what its addresses are, how busy it is. */
public final class HostAgentVerticle extends VerticleBase {
    private static final int WORKERS = 4;

    private final HostAgentConfig config;
    private final Clock clock;
    private WorkerExecutor workers;
    private FactsPublisher publisher;

    public HostAgentVerticle(HostAgentConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        workers = vertx.createSharedWorkerExecutor("lotse-host-agent-" + deploymentID(), WORKERS);
        Sockets sockets = new Sockets(SocketTable.ofThisSystem());
        BindProber prober = new BindProber(sockets);
        HostFactsReader facts = new HostFactsReader(config.host());
        LoadSampler load = new LoadSampler(config.host(), Systems::oshi, clock);
        SocketInventory inventory = new SocketInventory(sockets, clock);
        publisher = new FactsPublisher(vertx, config, () -> blocking(facts::read), clock);

        EventBus bus = vertx.eventBus();
        String host = config.host();
        List<MessageConsumer<?>> served = List.of(
                HostContract.PROBE.serveFor(bus, host, probe -> blocking(() -> prober.probe(probe))),
                HostContract.LISTENERS.serveFor(bus, host, query -> blocking(() -> sockets.at(query))),
                HostContract.FACTS.serveFor(bus, host, none -> blocking(facts::read)),
                HostContract.HOST_LOAD.serveFor(bus, host, none -> blocking(load::host)),
                HostContract.PROCESS_LOAD.serveFor(bus, host, query -> blocking(() -> load.process(query))),
                HostContract.SOCKETS.serveFor(bus, host, query -> blocking(() -> inventory.list(query))));
        return Future.all(served.stream().map(MessageConsumer::completion).toList())
                .onSuccess(ready -> publisher.start());
    }

    @Override
    public Future<?> stop() {
        publisher.stop();
        return workers.close();
    }

    private <T> Future<T> blocking(Callable<T> work) {
        return workers.executeBlocking(work, false);
    }
}
