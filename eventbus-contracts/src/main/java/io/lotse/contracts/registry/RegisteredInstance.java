package io.lotse.contracts.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.lotse.contracts.Doc;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.Protocol;

/** An instance as the ledger keeps it: without its port, which the allocation holds. */
@Doc("An instance as the ledger keeps it: without its port, which the allocation holds.")
public record RegisteredInstance(
        @Doc("The instance's id") String serviceId,
        @Doc("The service's name") String serviceName,
        @Doc("The service's type; absent for none") String serviceType,
        @Doc("The address it listens at") String ipAddress,
        @Doc("The host it runs on") String host,
        @Doc("tcp or udp") Protocol protocol,
        @Doc("active, inactive or restarting") InstanceStatus status,
        @Doc(value = "The port that it wished; absent for none", min = 1, max = 65_535) Integer preferredPort,
        @Doc("The range that it wished; absent for none") PortRange portRange,
        @Doc("The script that starts it again; absent for none") String restartScript,
        @Doc("development, test or production") String environment,
        @Doc("The ids of the instances it needs") List<String> dependencies,
        @Doc("The path of its health check; absent for none") String healthPath,
        @Doc("Anything else worth knowing") Map<String, String> metadata,
        @Doc("When it was registered") Instant registeredAt,
        @Doc("Whether it ever sent a heartbeat: only then can it expire for want of one") boolean heartbeats) {

    public RegisteredInstance {
        dependencies = dependencies == null ? List.of() : List.copyOf(dependencies);
        metadata = metadata == null ? Map.of() : Map.copyOf(metadata);
    }

    /** The same with another status. */
    public RegisteredInstance with(InstanceStatus newStatus) {
        return new RegisteredInstance(
                serviceId,
                serviceName,
                serviceType,
                ipAddress,
                host,
                protocol,
                newStatus,
                preferredPort,
                portRange,
                restartScript,
                environment,
                dependencies,
                healthPath,
                metadata,
                registeredAt,
                heartbeats);
    }

    /** The same, active, and from now on able to expire. */
    public RegisteredInstance alive() {
        return new RegisteredInstance(
                serviceId,
                serviceName,
                serviceType,
                ipAddress,
                host,
                protocol,
                InstanceStatus.ACTIVE,
                preferredPort,
                portRange,
                restartScript,
                environment,
                dependencies,
                healthPath,
                metadata,
                registeredAt,
                true);
    }
}
