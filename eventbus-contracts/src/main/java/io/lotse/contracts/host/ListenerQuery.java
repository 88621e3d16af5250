package io.lotse.contracts.host;

import io.lotse.contracts.Doc;
import io.lotse.contracts.ports.Protocol;

/** Asks who listens at a port. */
@Doc("Asks who listens at a port of a host.")
public record ListenerQuery(
        @Doc("tcp or udp") Protocol protocol, @Doc(value = "The port, 1 to 65535", min = 1, max = 65_535) int port) {}
