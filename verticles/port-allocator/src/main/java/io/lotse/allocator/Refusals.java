package io.lotse.allocator;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.CandidateRequest;
import io.lotse.contracts.ports.Reassignment;
import io.lotse.contracts.ports.Tenancy;
import io.lotse.meshview.MeshSnapshot;

/** Says of a port that was asked for by number who holds it, why it is not given, and what is free near it. */
final class Refusals {
    private static final int ALTERNATIVES = 3;

    private final MeshSnapshot snapshot;
    private final CandidateRequest request;
    private final Quarantine quarantine;
    private final CandidateOrder order;
    private final boolean byPriority;

    /** @param byPriority whether the holder of a wished port may be asked to leave it */
    Refusals(
            MeshSnapshot snapshot,
            CandidateRequest request,
            Quarantine quarantine,
            CandidateOrder order,
            boolean byPriority) {
        this.snapshot = snapshot;
        this.request = request;
        this.quarantine = quarantine;
        this.order = order;
        this.byPriority = byPriority;
    }

    /** The refusal with all that is known. */
    ContractException explained(ContractException e) {
        String message =
                switch (e.code()) {
                    case PORT_TAKEN -> named() + " is held by " + holder() + whyNotMoved() + alternatives();
                    case PORT_QUARANTINED -> named() + resting() + alternatives();
                    case PORT_RESERVED -> e.getMessage() + alternatives();
                    default -> e.getMessage();
                };
        List<FieldError> errors = e.errors().stream()
                .map(error -> new FieldError(error.field(), message))
                .toList();
        return new ContractException(e.code(), message, errors);
    }

    private int port() {
        return request.port() != null ? request.port() : request.preferredPort();
    }

    private String named() {
        return "port " + port() + "/" + request.protocol().wireName() + " on " + request.space();
    }

    private String holder() {
        return Stream.concat(Stream.of(request.space()), request.rivals().stream())
                .flatMap(space -> snapshot.allocation(space, request.protocol(), port()).stream())
                .findFirst()
                .map(this::described)
                .orElse("another instance");
    }

    private String described(Allocation held) {
        String where = held.space().equals(request.space()) ? "" : " at " + held.space();
        return snapshot.instance(held.serviceId())
                .map(i -> i.serviceId() + " (service " + i.serviceName() + ", " + i.environment() + ", priority "
                        + i.priority() + ")" + where)
                .orElse(held.serviceId() + where);
    }

    private String whyNotMoved() {
        Optional<Reassignment> asked = snapshot.reassignment(request.space(), request.protocol(), port());
        if (asked.isEmpty()) {
            return byPriority && request.port() == null
                    ? ", which leaves it to a higher priority than yours, " + request.priority()
                            + ": give a higher one, deregister that instance, or wish another port"
                    : ": deregister that instance, or wish another port";
        }
        Reassignment other = asked.get();
        return other.wasGranted()
                ? ", which is about to move there: wish another port"
                : ", which was asked to leave it to " + name(other.asker()) + " of priority " + other.askerPriority()
                        + ": wait until that is done, or wish another port";
    }

    private String name(String serviceId) {
        return snapshot.instance(serviceId)
                .map(i -> serviceId + " (service " + i.serviceName() + ")")
                .orElse(serviceId);
    }

    private String resting() {
        Optional<Tenancy> last = quarantine.lastTenancy(port());
        return last.map(t ->
                        " was given back by " + t.serviceId() + " (service " + t.serviceName() + ") at " + t.until()
                                + " and is kept from other services until " + quarantine.end(t)
                                + ": ask again then, set ignore_quarantine if no client of that service may be left, or wish"
                                + " another port")
                .orElse(" was given back a moment ago: ask again");
    }

    private String alternatives() {
        List<Integer> free = order.alternatives(request, ALTERNATIVES);
        return free.isEmpty()
                ? ""
                : "; free near it: " + free.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
