package io.lotse.contracts.ports;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** A port that an instance holds until it is released or reclaimed; it never expires. */
@Doc("A port that an instance holds until it is released or reclaimed; it never expires.")
public record Allocation(
        @Doc("The space the port lies in: the host's name") String space,
        @Doc("tcp or udp") Protocol protocol,
        @Doc(value = "The port. In the ledger it stands in the key", min = 1, max = 65_535) Integer port,
        @Doc("The id of the instance that holds it") String serviceId,
        @Doc("When it was given") Instant since,
        @Doc("Whether the host's agent saw that it could be bound; false on a host without an agent")
                boolean verified) {}
