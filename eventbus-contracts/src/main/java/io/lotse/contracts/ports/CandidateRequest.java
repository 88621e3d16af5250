package io.lotse.contracts.ports;

import io.lotse.contracts.Doc;

/** Asks which ports an instance might get. */
@Doc("Asks which ports an instance might get.")
public record CandidateRequest(
        @Doc("The space, a host's name") String space,
        @Doc("tcp or udp") Protocol protocol,
        @Doc("The environment whose configuration counts") String environment,
        @Doc("The service's type; absent for none") String serviceType,
        @Doc(
                        value = "The port that the instance listens at already; absent if it wants to be given one",
                        min = 1,
                        max = 65_535)
                Integer port,
        @Doc(value = "The wished port; absent for none", min = 1, max = 65_535) Integer preferredPort,
        @Doc("The wished range; absent for none") PortRange portRange,
        @Doc(value = "The largest number of candidates", min = 1) int limit) {}
