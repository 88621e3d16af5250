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
        @Doc("The name of its environment") String environment,
        @Doc("The ids of the instances it needs") List<String> dependencies,
        @Doc("The path of its health check; absent for none") String healthPath,
        @Doc("Anything else worth knowing") Map<String, String> metadata,
        @Doc("When it was registered") Instant registeredAt,
        @Doc("Whether it ever sent a heartbeat: only then can it expire for want of one") boolean heartbeats,
        @Doc(
                        value = "Its priority: one of lower priority may be asked to leave its port to it",
                        min = -1_000,
                        max = 1_000)
                int priority) {

    public RegisteredInstance {
        dependencies = dependencies == null ? List.of() : List.copyOf(dependencies);
        metadata = metadata == null ? Map.of() : Map.copyOf(metadata);
    }

    /** An instance of the usual priority, 0. */
    public RegisteredInstance(
            String serviceId,
            String serviceName,
            String serviceType,
            String ipAddress,
            String host,
            Protocol protocol,
            InstanceStatus status,
            Integer preferredPort,
            PortRange portRange,
            String restartScript,
            String environment,
            List<String> dependencies,
            String healthPath,
            Map<String, String> metadata,
            Instant registeredAt,
            boolean heartbeats) {
        this(
                serviceId,
                serviceName,
                serviceType,
                ipAddress,
                host,
                protocol,
                status,
                preferredPort,
                portRange,
                restartScript,
                environment,
                dependencies,
                healthPath,
                metadata,
                registeredAt,
                heartbeats,
                0);
    }

    /** The same on another host. */
    public RegisteredInstance on(String newHost) {
        return copy(newHost, status, heartbeats);
    }

    /** The same with another status. */
    public RegisteredInstance with(InstanceStatus newStatus) {
        return copy(host, newStatus, heartbeats);
    }

    /** The same, active, and from now on able to expire. */
    public RegisteredInstance alive() {
        return copy(host, InstanceStatus.ACTIVE, true);
    }

    private RegisteredInstance copy(String newHost, InstanceStatus newStatus, boolean expires) {
        return new RegisteredInstance(
                serviceId,
                serviceName,
                serviceType,
                ipAddress,
                newHost,
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
                expires,
                priority);
    }
}
