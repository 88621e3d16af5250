package io.lotse.control;

import java.time.Instant;

import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.PortHistory;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.ports.Reassignment;
import io.lotse.contracts.ports.SpaceConflict;

/**
 * A port as lists show it.
 *
 * @param serviceId who holds it, or held it last
 * @param since since when it is in this state; null where that is not known
 * @param verified whether the host's agent saw it; null for a port that nobody holds
 * @param state held, pending, quarantined or conflicting
 * @param until when that state ends by itself; null where it does not
 * @param rival who waits for the port, or holds it too; null for nobody
 */
record PortState(
        String space,
        Protocol protocol,
        Integer port,
        String serviceId,
        Instant since,
        Boolean verified,
        String state,
        Instant until,
        String rival) {

    static PortState held(Allocation a) {
        return new PortState(
                a.space(), a.protocol(), a.port(), a.serviceId(), a.since(), a.verified(), "held", null, null);
    }

    static PortState pending(Reassignment r) {
        return r.wasGranted()
                ? new PortState(
                        r.space(), r.protocol(), r.port(), r.asker(), r.grantedAt(), null, "pending", null, null)
                : new PortState(
                        r.space(),
                        r.protocol(),
                        r.port(),
                        r.holder(),
                        r.askedAt(),
                        null,
                        "pending",
                        r.deadline(),
                        r.asker());
    }

    static PortState quarantined(PortHistory h, Instant until) {
        return new PortState(
                h.space(),
                h.protocol(),
                h.port(),
                h.last().serviceId(),
                h.releasedAt(),
                null,
                "quarantined",
                until,
                null);
    }

    static PortState conflicting(SpaceConflict c) {
        return new PortState(
                c.provisionalSpace(),
                c.protocol(),
                c.port(),
                c.serviceId(),
                null,
                null,
                "conflicting",
                null,
                c.rival());
    }
}
