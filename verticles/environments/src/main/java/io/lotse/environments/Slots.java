package io.lotse.environments;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Counts;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.environments.EnvironmentPlan;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortRange;
import io.lotse.meshview.MeshSnapshot;

/** Cuts slots of ports that no environment has yet. */
final class Slots {
    private final MeshSnapshot snapshot;

    Slots(MeshSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    /**
     * The lowest run of ports in the plan's span that is nobody's.
     *
     * @throws ContractException {@link ProblemCode#NO_FREE_PORT}
     */
    PortRange cut(int size) {
        return cut(size, List.of());
    }

    /** The same beside slots that were cut a moment ago. */
    PortRange cut(int size, Collection<PortRange> cutAlready) {
        EnvironmentPlan plan = snapshot.environmentPlan().plan();
        int first = plan.span().first();
        for (PortRange other : taken(cutAlready)) {
            if (other.first() - first >= size) {
                break;
            }
            first = Math.max(first, other.last() + 1);
        }
        if (first + size - 1 > plan.span().last()) {
            throw new ContractException(
                    ProblemCode.NO_FREE_PORT,
                    "no run of " + Counts.of(size, "port") + " is left in " + plan.span()
                            + ", where slots are cut from: remove an"
                            + " environment, ask for fewer ports, or give a larger span");
        }
        return new PortRange(first, first + size - 1);
    }

    /**
     * Lets through what overlaps no environment's ports.
     *
     * @param own the environment whose ports they are; a separate network's collide with nobody's
     * @throws ContractException {@link ProblemCode#RANGE_OVERLAPS}
     */
    void requireFree(String field, PortRange asked, Environment own) {
        rangesOfOthers(own).forEach((environment, ranges) -> ranges.stream()
                .filter(asked::overlaps)
                .findFirst()
                .ifPresent(range -> {
                    String message = asked + " overlaps " + range + " of " + environment
                            + ": give ports that no other environment has, or none to be given some";
                    throw new ContractException(
                            ProblemCode.RANGE_OVERLAPS, message, List.of(new FieldError(field, message)));
                }));
    }

    /** Of those that were created each has its ports for itself; those that Lotse comes with may overlap each other. */
    private Map<String, Collection<PortRange>> rangesOfOthers(Environment own) {
        Map<String, Collection<PortRange>> ranges = new TreeMap<>();
        for (Environment other : snapshot.environments()) {
            boolean bothBuiltIn = own.ports() == null && other.ports() == null;
            boolean apart = own.separateNetwork() || other.separateNetwork();
            if (!other.name().equals(own.name()) && !bothBuiltIn && !apart) {
                ranges.put(other.name(), ranges(other));
            }
        }
        return ranges;
    }

    private List<PortRange> ranges(Environment environment) {
        EnvironmentConfig config = snapshot.config(environment.name()).config();
        List<PortRange> ranges =
                new java.util.ArrayList<>(config.serviceTypeRanges().values());
        ranges.add(config.defaultPortRange());
        Optional.ofNullable(environment.ports()).ifPresent(ranges::add);
        return ranges;
    }

    private List<PortRange> taken(Collection<PortRange> cutAlready) {
        List<PortRange> taken = new java.util.ArrayList<>(cutAlready);
        snapshot.environments().forEach(e -> taken.addAll(ranges(e)));
        snapshot.hosts().stream()
                .map(HostFacts::ephemeralPorts)
                .filter(java.util.Objects::nonNull)
                .forEach(taken::add);
        taken.sort(Comparator.comparing(PortRange::first));
        return taken;
    }
}
