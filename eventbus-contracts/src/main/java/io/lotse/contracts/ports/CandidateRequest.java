package io.lotse.contracts.ports;

import java.util.List;

import io.lotse.contracts.Doc;

/** Asks which ports an instance might get. */
@Doc("Asks which ports an instance might get.")
public record CandidateRequest(
        @Doc("The space the port is to lie in") String space,
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
        @Doc(value = "The largest number of candidates", min = 1) int limit,
        @Doc("The name of the service, which may have its own port back at once; absent for none") String serviceName,
        @Doc(
                        value = "The instance's priority: one of lower priority may be asked to leave the wished port",
                        min = -1_000,
                        max = 1_000)
                int priority,
        @Doc("The name of the host; absent where the space has that name") String host,
        @Doc("Other spaces in which the port must be free too; absent for none") List<String> rivals,
        @Doc("Whether a port may be given that another service gave back a moment ago") boolean ignoreQuarantine) {

    public CandidateRequest {
        host = host == null ? space : host;
        rivals = rivals == null ? List.of() : List.copyOf(rivals);
    }

    /** For an instance of an unnamed service on a host with one space. */
    public CandidateRequest(
            String space,
            Protocol protocol,
            String environment,
            String serviceType,
            Integer port,
            Integer preferredPort,
            PortRange portRange,
            int limit) {
        this(
                space,
                protocol,
                environment,
                serviceType,
                port,
                preferredPort,
                portRange,
                limit,
                null,
                0,
                null,
                null,
                false);
    }
}
