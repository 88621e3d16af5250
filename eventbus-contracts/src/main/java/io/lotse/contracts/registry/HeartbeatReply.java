package io.lotse.contracts.registry;

import java.time.Duration;
import java.util.List;

import io.lotse.contracts.Doc;
import io.lotse.contracts.ports.Reassignment;

/** A heartbeat was heard. */
@Doc("A heartbeat was heard.")
public record HeartbeatReply(
        @Doc("The instance's id") String serviceId,
        @Doc("Silence for so long makes the instance inactive; seconds") Duration timeout,
        @Doc("Where it is the holder: a port that it is asked to leave. Where it is the asker: a port that became its"
                        + " own and that it may move to. Absent for none")
                List<Reassignment> reassignments,
        @Doc(
                        "What it had asked for itself and will not get: the request lapsed in the last ten minutes, nothing was taken."
                                + " Absent for none")
                List<Reassignment> lapsed) {

    public HeartbeatReply {
        reassignments = reassignments == null ? List.of() : List.copyOf(reassignments);
        lapsed = lapsed == null ? List.of() : List.copyOf(lapsed);
    }

    /** Where the instance is asked nothing. */
    public HeartbeatReply(String serviceId, Duration timeout) {
        this(serviceId, timeout, null, null);
    }
}
