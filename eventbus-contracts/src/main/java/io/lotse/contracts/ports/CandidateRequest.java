package io.lotse.contracts.ports;

import io.lotse.contracts.Doc;

/** Asks which ports an instance might get. */
@Doc("Asks which ports an instance might get.")
public record CandidateRequest(
        @Doc("The space, a host's name") String space,
        @Doc("tcp or udp") Protocol protocol,
        @Doc("The environment whose configuration counts") String environment,
        @Doc("The service's type; absent for none") String serviceType,
        @Doc("The port that the instance listens at already; absent if it wants to be given one") Integer port,
        @Doc("The wished port; absent for none") Integer preferredPort,
        @Doc("The wished range; absent for none") PortRange portRange,
        @Doc("The largest number of candidates") int limit) {}
