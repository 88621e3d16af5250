package io.lotse.allocator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.lotse.contracts.ports.CandidateRequest;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortHistory;
import io.lotse.contracts.ports.Tenancy;
import io.lotse.meshview.MeshSnapshot;

/**
 * Keeps a port that was given back from another service for a while: clients that have not heard yet would take that one
 * for the one they knew. The same service may have it back at once.
 */
final class Quarantine {
    private final MeshSnapshot snapshot;
    private final CandidateRequest request;
    private final Duration length;
    private final Instant now;
    private final List<String> spaces;

    Quarantine(MeshSnapshot snapshot, CandidateRequest request, EnvironmentConfig config, Instant now) {
        this.snapshot = snapshot;
        this.request = request;
        this.length =
                request.ignoreQuarantine() || snapshot.histories().isEmpty() ? Duration.ZERO : config.portQuarantine();
        this.now = now;
        this.spaces = Stream.concat(Stream.of(request.space()), request.rivals().stream())
                .toList();
    }

    boolean holds(int port) {
        return lastTenancy(port).isPresent();
    }

    /** Who had the port last, if that keeps it from being given; empty if the port may be given. */
    Optional<Tenancy> lastTenancy(int port) {
        return length.isZero()
                ? Optional.empty()
                : spaces.stream()
                        .flatMap(space -> snapshot.history(space, request.protocol(), port).stream())
                        .map(PortHistory::last)
                        .filter(last -> end(last).isAfter(now))
                        .filter(last -> !Objects.equals(last.serviceName(), request.serviceName()))
                        .findFirst();
    }

    /** When the port that was held so may be given to anybody. */
    Instant end(Tenancy last) {
        return last.until().plus(length);
    }
}
