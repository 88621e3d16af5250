package io.lotse.launcher.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstancePage;
import io.lotse.contracts.registry.MockMetadata;
import io.lotse.contracts.registry.Offer;
import io.lotse.meshview.Service;
import io.lotse.mock.MockConfig;
import io.lotse.mock.MockVerticle;

/** A mock from its registration to its end; it tells when a real instance takes its place, and when it answers again. */
final class MockRun implements Heartbeats.Owner {
    private static final Duration STARTUP = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** For the gateways to hear that it gets no requests, and for those under way. */
    private static final Duration DRAIN = Duration.ofSeconds(1);

    private static final int ROUNDS = 5;
    private static final Set<ProblemCode> TAKEN = Set.of(ProblemCode.PORT_TAKEN, ProblemCode.PORT_RESERVED);

    private final MeshClient watched;
    private final ServiceRegistrar registrar;
    private final Configs configs;
    private final Consumer<String> say;
    private final PortMoves moves;
    private final VerticleHost host = new VerticleHost();
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Instance instance;
    private Heartbeats heartbeats;
    private boolean replaced;
    private volatile boolean unwanted;

    /** What a mock is told that listens there. */
    interface Configs {
        MockConfig at(String host, int port);
    }

    /**
     * @param mesh to register by
     * @param watched to look by at who answers for the service
     * @param say hears what people should know
     */
    MockRun(MeshClient mesh, MeshClient watched, ServiceOptions options, Configs configs, Consumer<String> say) {
        this.watched = watched;
        this.registrar = new ServiceRegistrar(mesh, options);
        this.configs = configs;
        this.say = say;
        this.moves = new PortMoves(registrar, "a mock does not move", say);
    }

    /** Runs it, and returns what it ended with at last. */
    int run() {
        begin();
        say.accept("mock of " + instance.serviceName() + " in " + instance.environment() + " at "
                + EndpointCommand.endpoint(instance) + " (id " + instance.serviceId() + ")");
        try {
            do {
                look();
            } while (!stopped.await(LOOK.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!unwanted) {
            return ExitCode.OK;
        }
        host.close();
        return ExitCode.REFUSED;
    }

    private synchronized void begin() {
        try {
            listen();
        } catch (RuntimeException e) {
            host.close();
            throw e;
        }
        heartbeats = new Heartbeats(
                registrar, instance, List.of(ProcessHandle.current().pid()), STARTUP, this);
        heartbeats.start();
    }

    /** Tries one port after the other until it is bound and the ledger has it as this instance's. */
    private void listen() {
        Problem last = null;
        String reason = "others took every port that was offered";
        for (int round = 0; round < ROUNDS; round++) {
            Offer offer = registrar.offer();
            for (int port : offer.ports()) {
                Optional<String> unbound = host.deploy(new MockVerticle(configs.at(offer.ipAddress(), port)));
                if (unbound.isPresent()) {
                    reason = offer.ipAddress() + " port " + port + ": " + unbound.get();
                    continue;
                }
                try {
                    instance = registrar.registerBound(offer.ipAddress(), port);
                    return;
                } catch (Problem e) {
                    host.undeploy();
                    if (TAKEN.stream().noneMatch(e::is)) {
                        throw e;
                    }
                    last = e;
                }
            }
        }
        throw last != null ? last : new Refusal("no port could be bound: " + reason);
    }

    /** Tells who answers for the service, when that changes. */
    private void look() {
        try {
            List<Instance> known = Listing.of(this::page, InstancePage::items, InstancePage::next)
                    .items();
            String real = Service.active(known).stream()
                    .filter(i -> !MockMetadata.isMock(i.metadata()))
                    .map(Instance::serviceId)
                    .collect(Collectors.joining(", "));
            if (replaced == real.isEmpty()) {
                replaced = !replaced;
                say.accept(
                        replaced
                                ? "replaced: " + real + " of " + instance.serviceName()
                                        + " is active, and the mock gets no requests while that lasts"
                                : "no real instance of " + instance.serviceName() + " is active any more: the mock"
                                        + " answers again");
            }
        } catch (Problem | Unreachable e) {
            // told by the heartbeats
            watched.lookAgain();
        }
    }

    private InstancePage page(String cursor) {
        Map<String, String> which = new LinkedHashMap<>();
        which.put("name", instance.serviceName());
        which.put("environment", instance.environment());
        which.put("cursor", cursor);
        return watched.send("GET", Paths.SERVICES + ControlClient.query(which), null, Map.of())
                .as(InstancePage.class);
    }

    @Override
    public boolean isOurs() {
        return true;
    }

    @Override
    public void settle() {
        moves.settle(instance);
    }

    @Override
    public boolean goesOn(ServiceRegistrar.Heard heard) {
        moves.next(instance, heard);
        return true;
    }

    @Override
    public void say(String line) {
        say.accept(line);
    }

    @Override
    public void unwanted(String reason) {
        say.accept(instance.serviceId() + ": " + reason + ": it ends");
        unwanted = true;
        stopped.countDown();
    }

    /**
     * Deregisters the mock, so that it gets no more requests, and lets it answer those under way.
     *
     * @return what it ended with; empty if it does not run
     */
    synchronized OptionalInt stop() {
        stopped.countDown();
        if (heartbeats == null || unwanted) {
            return OptionalInt.empty();
        }
        heartbeats.stop();
        try {
            registrar.deregister(instance);
            TimeUnit.MILLISECONDS.sleep(DRAIN.toMillis());
        } catch (Problem | Unreachable e) {
            say.accept(instance.serviceId() + " stays registered: " + e.getMessage()
                    + "; when a node answers: lotse deregister " + instance.serviceId());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        host.close();
        return OptionalInt.of(ExitCode.OK);
    }
}
