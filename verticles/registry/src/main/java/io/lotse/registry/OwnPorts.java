package io.lotse.registry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.vertx.core.Future;

import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.host.PortOwner;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.Registration;
import io.lotse.meshview.Placement;

/**
 * Who listens at the ports that registrations bring. The first question to a host's agent is about the ports of all that are
 * registered together, since one look answers for them all; what it answers is good for one try to register them.
 */
final class OwnPorts {
    private final HostAgents agents;
    private final List<Registration> together;
    private final Map<Looked, Future<List<PortOwner>>> looks = new HashMap<>();

    private record Looked(String host, Protocol protocol) {}

    OwnPorts(HostAgents agents, List<Registration> together) {
        this.agents = agents;
        this.together = together;
    }

    /**
     * Who listens at the port of one of them.
     *
     * @return empty where nobody does, or there is no agent; fails with {@link ProblemCode#HOST_UNREACHABLE} if there is
     *     one that does not answer
     */
    Future<Optional<PortOwner>> at(Placement place, Registration one) {
        return looks.computeIfAbsent(
                        new Looked(place.host(), one.protocol()),
                        looked -> agents.owners(place, looked.protocol(), ports(looked.protocol())))
                .map(owners -> owners.stream()
                        .filter(owner -> owner.port() == one.port())
                        .findFirst());
    }

    private List<Integer> ports(Protocol protocol) {
        return together.stream()
                .filter(r -> r.port() != null && r.protocol() == protocol)
                .map(Registration::port)
                .toList();
    }
}
