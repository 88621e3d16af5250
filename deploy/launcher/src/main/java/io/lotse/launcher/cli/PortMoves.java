package io.lotse.launcher.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.registry.Instance;
import io.lotse.launcher.cli.ServiceRegistrar.Heard;

/**
 * An instance's part in handing a port over: it leaves the one that it was asked to leave, and goes to the one that it had
 * asked for. Its command ends between {@link #next} and {@link #take}.
 */
final class PortMoves {
    /** After these it is not known whether the mesh has it otherwise by now. */
    private static final Set<ProblemCode> UNCERTAIN =
            Set.of(ProblemCode.NOT_READY, ProblemCode.LEDGER_UNAVAILABLE, ProblemCode.OUTCOME_UNKNOWN);

    private final ServiceRegistrar registrar;
    private final String stays;
    private final Consumer<String> say;
    /** Of which it was said that the instance does not change it, or to it; 0 for none. */
    private int said;
    /** Which is not tried again as long as the mesh asks for the same; 0 for none. */
    private int failed;
    /** Of which it was said that the instance will not get it; 0 for none. */
    private int saidLapsed;
    /** Of a leaving that the mesh may have heard of or not; null for none. */
    private String leaveKey;
    /** Where the mesh has it already though its command does not run there; null for nowhere. */
    private Instance left;
    /** Where it ran before it went to the port that it had asked for; null once the mesh knows that it is there. */
    private Instance before;

    private int target;
    private String moveKey;

    /**
     * @param stays why it does not move at all, for people; null if it moves
     * @param say hears what people should know
     */
    PortMoves(ServiceRegistrar registrar, String stays, Consumer<String> say) {
        this.registrar = registrar;
        this.stays = stays;
        this.say = say;
    }

    /** Which part an instance has. */
    enum Way {
        LEAVE,
        GO
    }

    /**
     * What the command is to be stopped for.
     *
     * @param port the port that is left, or gone to
     */
    record Step(Way way, int port) {}

    /** What is to be done after a heartbeat; empty for nothing. */
    synchronized Optional<Step> next(Instance mine, Heard heard) {
        if (leaveKey != null) {
            left = leave(mine, leaveKey).orElse(null);
            return left == null ? Optional.empty() : Optional.of(new Step(Way.LEAVE, mine.port()));
        }
        if (heard.leave().isPresent()) {
            return leaving(mine, heard.leave().get());
        }
        if (heard.moveTo().isPresent()) {
            return going(mine, heard.moveTo().get());
        }
        said = 0;
        failed = 0;
        heard.lapsed().ifPresent(port -> lapsed(mine, port));
        return Optional.empty();
    }

    private void lapsed(Instance mine, int port) {
        if (port != saidLapsed && port != mine.port()) {
            saidLapsed = port;
            say.accept("port " + port + ", which " + mine.serviceId() + " had asked for, was not left in time, or"
                    + " one of still higher priority asks for it: it stays at " + mine.port());
        }
    }

    private Optional<Step> leaving(Instance mine, int port) {
        // the view may be behind: the port was left a moment ago
        if (port != mine.port() || port == failed) {
            return Optional.empty();
        }
        String asked = mine.serviceId() + " is asked to leave port " + port;
        if (stays != null || registrar.insistsOn(port)) {
            return stay(port, asked + ": it stays (" + (stays != null ? stays : "--port " + port) + ")");
        }
        say.accept(asked + " to " + asker(mine, port) + ": stopped, and started again at another");
        return Optional.of(new Step(Way.LEAVE, port));
    }

    private String asker(Instance mine, int port) {
        return registrar
                .reassignment(mine, port)
                .map(asked -> asked.asker() + " of priority " + asked.askerPriority())
                .orElse("one of higher priority");
    }

    private Optional<Step> going(Instance mine, int port) {
        if (port == mine.port() || port == failed) {
            return Optional.empty();
        }
        String granted = "port " + port + " was handed over to " + mine.serviceId();
        if (stays != null) {
            return stay(port, granted + ": it stays at " + mine.port() + " (" + stays + ")");
        }
        Optional<String> hindrance = hindrance(mine.ipAddress(), port);
        if (hindrance.isPresent()) {
            return stay(
                    port,
                    granted + " but cannot be bound (" + hindrance.get() + "): it stays at " + mine.port()
                            + " until that ends");
        }
        say.accept(granted + ": stopped, and started again there");
        return Optional.of(new Step(Way.GO, port));
    }

    private Optional<Step> stay(int port, String line) {
        if (said != port) {
            said = port;
            say.accept(line);
        }
        return Optional.empty();
    }

    private static Optional<String> hindrance(String address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Where the command is to be started next, now that it ended for a step. */
    synchronized Instance take(Instance mine, Step step) {
        if (step.way() == Way.GO) {
            before = mine;
            target = step.port();
            moveKey = UUID.randomUUID().toString();
            return mine.movedTo(target);
        }
        Optional<Instance> next =
                left != null ? Optional.of(left) : leave(mine, UUID.randomUUID().toString());
        left = null;
        return next.orElse(mine);
    }

    /** Tells the mesh; empty if the instance keeps its port, at least for now. */
    private Optional<Instance> leave(Instance mine, String key) {
        try {
            Instance next = registrar.left(mine, key);
            leaveKey = null;
            return Optional.of(next);
        } catch (Problem e) {
            if (UNCERTAIN.stream().anyMatch(e::is)) {
                return later(mine, key, e.getMessage());
            }
            leaveKey = null;
            failed = mine.port();
            say.accept(mine.serviceId() + " keeps port " + mine.port() + ": " + e.getMessage());
            return Optional.empty();
        } catch (Unreachable e) {
            return later(mine, key, e.getMessage());
        }
    }

    private Optional<Instance> later(Instance mine, String key, String reason) {
        if (leaveKey == null) {
            say.accept(mine.serviceId() + " runs at port " + mine.port()
                    + " for now, since nobody heard that it left it (" + reason + ")");
        }
        leaveKey = key;
        return Optional.empty();
    }

    /**
     * Says that the instance listens at the port that it had asked for, if it went there.
     *
     * @throws Problem if the node refuses; to be tried again
     * @throws Unreachable if no node answers; to be tried again
     */
    synchronized void settle(Instance mine) {
        if (before == null) {
            return;
        }
        if (mine.port() == target) {
            try {
                registrar.moved(mine, moveKey);
                say.accept(mine.serviceId() + " has port " + target + " now, and gave " + before.port() + " back");
            } catch (Problem e) {
                // somebody said so already: lotse ports move
                if (!e.is(ProblemCode.NO_REASSIGNMENT)) {
                    throw e;
                }
            }
        }
        before = null;
    }

    /**
     * Where it goes on if it could not be started at the port that it had asked for; empty if it does not come from another.
     *
     * @param why for people
     */
    synchronized Optional<Instance> back(String why) {
        if (before == null) {
            return Optional.empty();
        }
        Instance former = before;
        before = null;
        failed = target;
        say.accept(former.serviceId() + " cannot be started at port " + target + " (" + why + "): it goes on at "
                + former.port() + ", and is not started there again");
        return Optional.of(former);
    }
}
