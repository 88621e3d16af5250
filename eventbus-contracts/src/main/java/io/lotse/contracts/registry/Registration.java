package io.lotse.contracts.registry;

import java.util.List;
import java.util.Map;

import io.lotse.contracts.Doc;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.Protocol;

/** What a new instance says of itself. */
@Doc("What a new instance says of itself.")
public record Registration(
        @Doc("The instance's id; absent to be given one") String serviceId,
        @Doc("The service's name, 1 to 63 of a-z, 0-9, '.', '_' and '-'") String serviceName,
        @Doc("The service's type, which chooses its port range; absent for none") String serviceType,
        @Doc("The address it will listen at; absent for the environment's service_ip_base") String ipAddress,
        @Doc("tcp or udp; absent for tcp") Protocol protocol,
        @Doc(value = "The port that it listens at already; absent to be given one", min = 1, max = 65_535) Integer port,
        @Doc(value = "The port that it would like; absent for none", min = 1, max = 65_535) Integer preferredPort,
        @Doc(
                        "The range it would like its port from, where that has one free; of one port: that one or none; absent for none")
                PortRange portRange,
        @Doc("The script that starts it again; absent for none") String restartScript,
        @Doc("The name of its environment; absent for that of the node that is asked") String environment,
        @Doc("The ids of the instances it needs; absent for none") List<String> dependencies,
        @Doc("The path of its health check, such as /health; absent for none") String healthPath,
        @Doc("Anything else worth knowing, as texts; absent for nothing") Map<String, String> metadata,
        @Doc("Its first status; absent for active. An inactive one gets no requests before its first heartbeat or"
                        + " its first health check that finds it up")
                InstanceStatus status,
        @Doc("The same key again within 24 h gets the same answer; absent for none. Over HTTP: the header"
                        + " Idempotency-Key")
                String idempotencyKey,
        @Doc(
                        value = "With the strategy reassign the holder of the wished port is asked to leave it if its"
                                + " priority is lower; absent for 0",
                        min = -1_000,
                        max = 1_000)
                Integer priority,
        @Doc("Whether it takes a port that another service gave back a moment ago; absent for no")
                Boolean ignoreQuarantine) {

    public Registration {
        dependencies = dependencies == null ? List.of() : List.copyOf(dependencies);
        metadata = metadata == null ? Map.of() : Map.copyOf(metadata);
    }

    /** The same, of an instance that needs these. */
    public Registration needing(List<String> ids) {
        return new Registration(
                serviceId,
                serviceName,
                serviceType,
                ipAddress,
                protocol,
                port,
                preferredPort,
                portRange,
                restartScript,
                environment,
                ids,
                healthPath,
                metadata,
                status,
                idempotencyKey,
                priority,
                ignoreQuarantine);
    }
}
