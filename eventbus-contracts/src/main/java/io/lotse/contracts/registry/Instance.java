package io.lotse.contracts.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.lotse.contracts.Doc;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.Protocol;

/** An instance as it is shown: what was registered, with its port and its last heartbeat. */
@Doc("An instance as it is shown: what was registered, with its port and its last heartbeat.")
public record Instance(
        @Doc("The instance's id") String serviceId,
        @Doc("The service's name") String serviceName,
        @Doc("The service's type; absent for none") String serviceType,
        @Doc("The address it listens at") String ipAddress,
        @Doc(value = "The port that it holds", min = 1, max = 65_535) int port,
        @Doc("The host it runs on") String host,
        @Doc("tcp or udp") Protocol protocol,
        @Doc("active, inactive or restarting") InstanceStatus status,
        @Doc(value = "The port that it wished; absent for none", min = 1, max = 65_535) Integer preferredPort,
        @Doc("The range that it wished; absent for none") PortRange portRange,
        @Doc("When its last heartbeat came; absent if none did since this node was started") Instant lastHeartbeat,
        @Doc("The script that starts it again; absent for none") String restartScript,
        @Doc("The name of its environment") String environment,
        @Doc("The ids of the instances it needs") List<String> dependencies,
        @Doc("The path of its health check; absent for none") String healthPath,
        @Doc("Anything else worth knowing") Map<String, String> metadata,
        @Doc("When it was registered") Instant registeredAt,
        @Doc("Whether the host's agent saw that the port could be bound, or who listens there") boolean verified,
        @Doc("The ledger's revision that last changed it") long revision,
        @Doc(
                        value = "Its priority: one of lower priority may be asked to leave its port to it",
                        min = -1_000,
                        max = 1_000)
                int priority,
        @Doc(
                        value = "The port that it waits for, until its holder has left it and the instance has moved"
                                + " there; absent for none",
                        min = 1,
                        max = 65_535)
                Integer pendingPort) {

    /** What was registered, joined with its port; it waits for no other. */
    public static Instance of(RegisteredInstance r, int port, boolean verified, Instant lastHeartbeat, long revision) {
        return of(r, port, verified, lastHeartbeat, revision, null);
    }

    /**
     * What was registered, joined with its port.
     *
     * @param pendingPort the port that it waits for; null for none
     */
    public static Instance of(
            RegisteredInstance r,
            int port,
            boolean verified,
            Instant lastHeartbeat,
            long revision,
            Integer pendingPort) {
        return new Instance(
                r.serviceId(),
                r.serviceName(),
                r.serviceType(),
                r.ipAddress(),
                port,
                r.host(),
                r.protocol(),
                r.status(),
                r.preferredPort(),
                r.portRange(),
                lastHeartbeat,
                r.restartScript(),
                r.environment(),
                r.dependencies(),
                r.healthPath(),
                r.metadata(),
                r.registeredAt(),
                verified,
                revision,
                r.priority(),
                pendingPort);
    }

    /** The same at another port, which is all that it waited for. */
    public Instance movedTo(int newPort) {
        return new Instance(
                serviceId,
                serviceName,
                serviceType,
                ipAddress,
                newPort,
                host,
                protocol,
                status,
                preferredPort,
                portRange,
                lastHeartbeat,
                restartScript,
                environment,
                dependencies,
                healthPath,
                metadata,
                registeredAt,
                verified,
                revision,
                priority,
                null);
    }

    /** The same with the time of its last heartbeat. */
    public Instance withLastHeartbeat(Instant at) {
        return new Instance(
                serviceId,
                serviceName,
                serviceType,
                ipAddress,
                port,
                host,
                protocol,
                status,
                preferredPort,
                portRange,
                at,
                restartScript,
                environment,
                dependencies,
                healthPath,
                metadata,
                registeredAt,
                verified,
                revision,
                priority,
                pendingPort);
    }
}
