package io.lotse.hostagent;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import io.lotse.contracts.host.OwnerProcess;

/** Windows, macOS and the rest: what Java tells. */
final class JavaProcessTable implements ProcessTable {
    @Override
    public Optional<OwnerProcess> identify(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .map(start -> new OwnerProcess(pid, start, start.toString()));
    }

    @Override
    public Presence presence(OwnerProcess process) {
        Optional<ProcessHandle> now = ProcessHandle.of(process.pid());
        if (now.isEmpty()) {
            return Presence.GONE;
        }
        Optional<Instant> start = now.get().info().startInstant();
        if (start.isEmpty()) {
            return Presence.UNKNOWN;
        }
        return start.get().toString().equals(process.mark()) ? Presence.ALIVE : Presence.GONE;
    }

    /** Other processes' environments are not shown. */
    @Override
    public Optional<String> startedFor(long pid) {
        return Optional.empty();
    }

    /** None: what they hold, the bind tells. */
    @Override
    public Set<String> withDescendants(Set<String> serviceIds) {
        return Set.of();
    }
}
