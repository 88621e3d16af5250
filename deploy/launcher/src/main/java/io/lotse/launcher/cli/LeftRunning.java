package io.lotse.launcher.cli;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.supervision.SupervisedService;

/** The services that a node keeps running, and that run on without it. */
final class LeftRunning {
    /** Whoever stops a node that hangs waits no longer for it to say this. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private LeftRunning() {}

    /** How many there are; 0 where the node cannot tell. */
    static long count(NodeFile node) {
        if (node.control() == null) {
            return 0;
        }
        List<URI> control = List.of(URI.create(node.control()));
        try {
            return SetCommand.services(new ControlClient(() -> control, PATIENCE), node.name(), null).stream()
                    .map(SupervisedService::state)
                    .filter(state -> state.isRunning())
                    .count();
        } catch (Problem | Refusal | Unreachable | ContractException cannotTell) {
            return 0;
        }
    }

    /** For people; empty for none. */
    static Optional<String> line(long count) {
        if (count == 0) {
            return Optional.empty();
        }
        String what = count == 1 ? "1 supervised service runs" : count + " supervised services run";
        return Optional.of(what + " on, and the node finds them again when it is started; only lotse down ends them");
    }
}
