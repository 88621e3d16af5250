package io.lotse.meshview;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.ports.SpaceConflict;

/**
 * A port that was given at an address while no host was known to have it; by now one is.
 *
 * @param allocation where the port is held
 * @param place where it belongs
 */
public record StrayPort(Allocation allocation, Placement place) {
    /**
     * All there are.
     *
     * @param ownHost the name of the host this node runs on
     */
    public static List<StrayPort> in(MeshSnapshot snapshot, String ownHost) {
        return Stream.of(Protocol.values())
                .flatMap(protocol -> snapshot.spaces(protocol).stream()
                        .map(Space::named)
                        .filter(space -> isOfAKnownHost(space, snapshot))
                        .flatMap(space -> strays(space, protocol, ownHost, snapshot)))
                .toList();
    }

    private static boolean isOfAKnownHost(Space space, MeshSnapshot snapshot) {
        return IpAddress.isOne(space.host())
                && snapshot.host(space.host()).isEmpty()
                && Placement.hostOf(IpAddress.of(space.host()), snapshot).isPresent();
    }

    private static Stream<StrayPort> strays(Space space, Protocol protocol, String ownHost, MeshSnapshot snapshot) {
        return snapshot.allocationsIn(space.name(), protocol).stream()
                .flatMap(allocation -> snapshot
                        .instance(allocation.serviceId())
                        .map(instance -> new StrayPort(
                                allocation,
                                Placement.of(space.host(), instance.environment(), protocol, ownHost, snapshot)))
                        .stream());
    }

    /** Who else holds the port where it belongs; empty if nobody does. */
    public Optional<SpaceConflict> conflict(MeshSnapshot snapshot) {
        return Stream.concat(Stream.of(place.space()), place.rivals().stream())
                .filter(space -> !Objects.equals(space, allocation.space()))
                .flatMap(space -> snapshot.allocation(space, allocation.protocol(), allocation.port()).stream())
                .findFirst()
                .map(rival -> new SpaceConflict(
                        allocation.space(),
                        rival.space(),
                        allocation.protocol(),
                        allocation.port(),
                        allocation.serviceId(),
                        rival.serviceId()));
    }
}
