package io.lotse.launcher.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.Offer;
import io.lotse.launcher.socket.InheritedSocket;

/**
 * Binds the port, registers the service with it, and then starts the command, which finds the listening socket: there is
 * no moment in which somebody else could take the port.
 */
final class InheritingLauncher implements Launcher {
    private static final int ROUNDS = 5;
    /** What another port may mend. */
    private static final Set<ProblemCode> TAKEN = Set.of(ProblemCode.PORT_TAKEN, ProblemCode.PORT_RESERVED);

    private final ServiceRegistrar registrar;
    private final CommandLaunch command;
    private final Consumer<ProcessBuilder> streams;
    private final Consumer<String> say;

    /**
     * @param streams directs the command's input and output
     * @param say hears what people should know
     */
    InheritingLauncher(
            ServiceRegistrar registrar, CommandLaunch command, Consumer<ProcessBuilder> streams, Consumer<String> say) {
        this.registrar = registrar;
        this.command = command;
        this.streams = streams;
        this.say = say;
    }

    @Override
    public Launched launch(Instance again) throws IOException {
        try (InheritedSocket socket = InheritedSocket.open(streams)) {
            Instance instance = again == null ? register(socket) : rebind(socket, again);
            Map<String, String> environment =
                    CommandLaunch.environment(instance, registrar.node().toString());
            environment.put("LISTEN_FDNAMES", instance.serviceName());
            try {
                return new Launched(instance, socket.become(command.arguments(instance), environment));
            } catch (IOException e) {
                registrar.deregister(instance);
                throw e;
            }
        }
    }

    private Instance rebind(InheritedSocket socket, Instance before) throws IOException {
        Optional<String> refusal = socket.bind(before.ipAddress(), before.port());
        if (refusal.isEmpty()) {
            return before;
        }
        say.accept("port " + before.port() + " is lost (" + refusal.get() + "): " + before.serviceId()
                + " is given another");
        registrar.deregister(before);
        return register(socket);
    }

    /**
     * Registers it with its wish, which its holder may be asked to fulfil, and binds what it is given meanwhile; empty if
     * somebody was faster.
     */
    private Optional<Instance> waiting(InheritedSocket socket) throws IOException {
        Instance given = registrar.register();
        if (socket.bind(given.ipAddress(), given.port()).isEmpty()) {
            return Optional.of(given);
        }
        registrar.deregister(given);
        return Optional.empty();
    }

    /** Tries one port after the other until it is bound and the ledger has it as this instance's. */
    private Instance register(InheritedSocket socket) throws IOException {
        Problem last = null;
        for (int round = 0; round < ROUNDS; round++) {
            Offer offer = registrar.offer();
            if (round == 0 && registrar.wishesOtherThan(offer)) {
                Optional<Instance> waiting = waiting(socket);
                if (waiting.isPresent()) {
                    return waiting.get();
                }
            }
            for (int port : offer.ports()) {
                if (socket.bind(offer.ipAddress(), port).isPresent()) {
                    continue;
                }
                try {
                    return registrar.registerBound(offer.ipAddress(), port);
                } catch (Problem e) {
                    if (TAKEN.stream().noneMatch(e::is)) {
                        throw e;
                    }
                    last = e;
                }
            }
        }
        throw last != null
                ? last
                : new Refusal(
                        ExitCode.REFUSED,
                        List.of("others took every port that was offered, " + ROUNDS + " times in a row: try again"));
    }
}
