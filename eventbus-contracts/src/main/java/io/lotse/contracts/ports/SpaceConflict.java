package io.lotse.contracts.ports;

import io.lotse.contracts.Doc;

/** That two instances hold the same port in what turned out to be one space. */
@Doc("That two instances hold the same port in what turned out to be one space. Neither loses it: an operator decides.")
public record SpaceConflict(
        @Doc("The space that the address had while no host was known to have it") String provisionalSpace,
        @Doc("The space that it belongs to") String space,
        @Doc("tcp or udp") Protocol protocol,
        @Doc(value = "The port", min = 1, max = 65_535) int port,
        @Doc("The id of the instance that holds it in the provisional space") String serviceId,
        @Doc("The id of the instance that holds it in the space") String rival) {}
