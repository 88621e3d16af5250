package io.lotse.meshview;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortRange;

/**
 * Ports that Lotse may give and that a host's kernel hands out to outgoing connections: such a port can be gone in the
 * moment between its allocation and the service's bind.
 *
 * @param ports the runs of such ports, in order
 * @param reserve what the kernel must be told to leave alone, those that it leaves alone already included
 */
public record EphemeralOverlap(List<PortRange> ports, List<PortRange> reserve) {
    /** The overlap of the ports of all environments with a host's; empty where there is none. */
    public static Optional<EphemeralOverlap> of(MeshSnapshot snapshot, HostFacts host) {
        List<PortRange> managed = new ArrayList<>();
        for (Environment environment : snapshot.environments()) {
            EnvironmentConfig config = snapshot.config(environment.name()).config();
            managed.add(config.defaultPortRange());
            managed.addAll(config.serviceTypeRanges().values());
        }
        managed.add(snapshot.environmentPlan().plan().span());
        return of(managed, host.ephemeralPorts(), host.kernelReserved());
    }

    /**
     * The overlap of ports with a kernel's; empty where there is none.
     *
     * @param managed what Lotse may give
     * @param ephemeral what the kernel hands out; null where that is not known
     * @param reserved what the kernel leaves alone
     */
    public static Optional<EphemeralOverlap> of(
            Collection<PortRange> managed, PortRange ephemeral, Collection<PortRange> reserved) {
        if (ephemeral == null) {
            return Optional.empty();
        }
        BitSet shared = bits(managed);
        shared.and(bits(List.of(ephemeral)));
        BitSet alone = bits(reserved);
        shared.andNot(alone);
        if (shared.isEmpty()) {
            return Optional.empty();
        }
        alone.or(shared);
        return Optional.of(new EphemeralOverlap(ranges(shared), ranges(alone)));
    }

    /** What an administrator enters to mend it. */
    public String remedy() {
        return "sysctl -w net.ipv4.ip_local_reserved_ports="
                + reserve.stream()
                        .map(r -> r.size() == 1 ? Integer.toString(r.first()) : r.toString())
                        .collect(Collectors.joining(","));
    }

    /** What is wrong and what to do, for people. */
    public String text(String host) {
        return "the kernel of " + host + " hands out ports that Lotse gives too, "
                + ports.stream().map(PortRange::toString).collect(Collectors.joining(", "))
                + ": reserve them there, as root: " + remedy();
    }

    private static BitSet bits(Collection<PortRange> ranges) {
        BitSet bits = new BitSet();
        ranges.forEach(r -> bits.set(r.first(), r.last() + 1));
        return bits;
    }

    private static List<PortRange> ranges(BitSet bits) {
        List<PortRange> ranges = new ArrayList<>();
        for (int first = bits.nextSetBit(0); first >= 0; ) {
            int end = bits.nextClearBit(first);
            ranges.add(new PortRange(first, end - 1));
            first = bits.nextSetBit(end);
        }
        return ranges;
    }
}
