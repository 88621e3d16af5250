package io.lotse.contracts.ports;

import io.lotse.contracts.Doc;

/** Who holds a port that a change of configuration would take. */
@Doc("Who holds a port that a change of configuration would take.")
public record PortHolder(
        @Doc("The space the port lies in") String space,
        @Doc("tcp or udp") Protocol protocol,
        @Doc(value = "The port", min = 1, max = 65_535) int port,
        @Doc("The id of the instance that holds it") String serviceId,
        @Doc("The instance's service") String serviceName,
        @Doc("What the change would do to it, for people") String why) {}
