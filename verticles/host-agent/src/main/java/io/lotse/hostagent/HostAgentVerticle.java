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
import io.lotse.meshview.MeshView;

/** Answers for one host: what can be bound, who listens, what its addresses are, how busy it is. */
public final class HostAgentVerticle extends VerticleBase {
    private static final int WORKERS = 4;

    private final HostAgentConfig config;
    private final MeshView view;
    private final Clock clock;
    private WorkerExecutor workers;
    private FactsPublisher publisher;
    private Rounds rounds;

    /** @param view tells which ports are managed and who holds them */
    public HostAgentVerticle(HostAgentConfig config, MeshView view, Clock clock) {
        this.config = config;
        this.view = view;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        workers = vertx.createSharedWorkerExecutor("lotse-host-agent-" + deploymentID(), WORKERS);
        SocketTable table = SocketTable.ofThisSystem();
        Sockets sockets = new Sockets(table);
        BindProber prober = new BindProber(sockets);
        HostFactsReader facts = new HostFactsReader(config.host(), config.separateAddresses());
        LoadSampler load = new LoadSampler(config.host(), Systems::oshi, clock);
        SocketInventory inventory = new SocketInventory(sockets, clock);
        PortInspector ports = new PortInspector(sockets);
        ProcessTable processes = ProcessTable.ofThisSystem();
        OwnerFinder owners = new OwnerFinder(table, processes);
        Identifier identifier = new Identifier(config.host(), processes);
        Neighbours neighbours = new Neighbours(config.host());
        InstanceOwners known = new InstanceOwners();
        ForeignWatch foreign =
                new ForeignWatch(config.host(), view, sockets, known, processes, neighbours::processes, clock);
        publisher = new FactsPublisher(vertx, config, () -> blocking(facts::read), clock);
        rounds = rounds(new Reclaimer(config, view, known, processes, prober, vertx.eventBus()), foreign);

        EventBus bus = vertx.eventBus();
        String host = config.host();
        List<MessageConsumer<?>> served = List.of(
                HostContract.PROBE.serveFor(bus, host, probe -> blocking(() -> prober.probe(probe))),
                HostContract.LISTENERS.serveFor(bus, host, query -> blocking(() -> sockets.at(query))),
                HostContract.OWNERS.serveFor(bus, host, query -> blocking(() -> owners.find(query))),
                HostContract.FACTS.serveFor(bus, host, none -> blocking(facts::read)),
                HostContract.HOST_LOAD.serveFor(bus, host, none -> blocking(load::host)),
                HostContract.PROCESS_LOAD.serveFor(bus, host, query -> blocking(() -> load.process(query))),
                HostContract.SOCKETS.serveFor(bus, host, query -> blocking(() -> inventory.list(query))),
                HostContract.IDENTIFY.serveFor(bus, host, query -> blocking(() -> identifier.identify(query))),
                HostContract.PORT.serveFor(bus, host, query -> blocking(() -> ports.inspect(query))),
                HostContract.FOREIGN.serveFor(bus, host, none -> blocking(foreign::look)));
        return Future.all(served.stream().map(MessageConsumer::completion).toList())
                .compose(ready -> neighbours.watch(bus))
                .onSuccess(ready -> {
                    publisher.start();
                    rounds.start();
                });
    }

    private Rounds rounds(Reclaimer reclaimer, ForeignWatch foreign) {
        ForeignReporter reporter = new ForeignReporter(vertx.eventBus());
        return new Rounds(
                vertx,
                config.lookInterval(),
                () -> blocking(reclaimer::look).compose(reclaimer::reclaim),
                () -> blocking(foreign::look).onSuccess(reporter::take));
    }

    @Override
    public Future<?> stop() {
        publisher.stop();
        rounds.stop();
        return workers.close();
    }

    private <T> Future<T> blocking(Callable<T> work) {
        return workers.executeBlocking(work, false);
    }
}
