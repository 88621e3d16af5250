package io.lotse.contracts.ports;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** That an instance is asked to leave its port to one of higher priority. */
@Doc("That an instance is asked to leave its port to one of higher priority. Pending until its holder confirms or is"
        + " deregistered; then granted: the asker holds the port beside its own until it has moved there.")
public record Reassignment(
        @Doc("The space the port lies in") String space,
        @Doc("tcp or udp") Protocol protocol,
        @Doc(value = "The port", min = 1, max = 65_535) int port,
        @Doc("The id of the instance that asks for it") String asker,
        @Doc("The priority of the asker") int askerPriority,
        @Doc("The id of the instance that is asked to leave it") String holder,
        @Doc("The priority of the holder, lower than the asker's") int holderPriority,
        @Doc("When it was asked") Instant askedAt,
        @Doc("When the request lapses unless it was granted before; nothing is taken by then") Instant deadline,
        @Doc("When the port became the asker's; absent while the holder has not left it") Instant grantedAt) {

    /** The same, granted. */
    public Reassignment granted(Instant at) {
        return new Reassignment(
                space, protocol, port, asker, askerPriority, holder, holderPriority, askedAt, deadline, at);
    }

    /** Whether the port is the asker's already. */
    public boolean wasGranted() {
        return grantedAt != null;
    }
}
