package io.lotse.allocator;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.environments.EnvironmentKind;
import io.lotse.contracts.ports.ConflictStrategy;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortRange;

/** What an environment's configuration says about the ports of one type of service. */
final class PortRules {
    private final EnvironmentConfig config;
    private final boolean strict;
    /** Within which wishes must lie; null for anywhere. */
    private final PortRange slot;

    private final PortRange typeRange;

    /**
     * @param environment of the kind production it gives nothing but the configured ranges; of the kind test it fulfils
     *     no wish outside of its slot, if it has one
     * @param serviceType null for a service without a type
     */
    PortRules(EnvironmentConfig config, Environment environment, String serviceType) {
        this.config = config;
        this.strict = environment.kind() == EnvironmentKind.PRODUCTION;
        this.slot = environment.kind() == EnvironmentKind.TEST ? environment.ports() : null;
        this.typeRange = serviceType == null ? null : config.serviceTypeRanges().get(serviceType);
    }

    ConflictStrategy strategy() {
        return config.conflictResolutionStrategy();
    }

    /** Whether a wished port that cannot be had is refused, and not replaced by another. */
    boolean insists() {
        return strategy() == ConflictStrategy.FAIL || strategy() == ConflictStrategy.REASSIGN;
    }

    /** Where the part of a range begins that is given first to those that wish no port. */
    int dynamicBand(PortRange range) {
        int ports = (range.size() * config.dynamicBandPercent() + 99) / 100;
        return range.last() - ports + 1;
    }

    /**
     * The ranges to look into, the first first: the wished one, the type's, the default. With {@code fail} a wish is
     * an order, and so is always one for a range of one port: nothing is looked for behind it.
     *
     * @param wished null for none
     */
    List<PortRange> ranges(PortRange wished) {
        List<PortRange> ranges = new ArrayList<>();
        if (wished != null) {
            ranges.add(wished);
        }
        boolean isOrder = wished != null && (wished.size() == 1 || strategy() == ConflictStrategy.FAIL);
        if (!isOrder) {
            ranges.addAll(configured());
        }
        return ranges;
    }

    /**
     * In production nothing but the configured ranges is given; elsewhere everything may be asked for.
     *
     * @throws ContractException {@link ProblemCode#PORT_OUTSIDE_RANGES} that names the field
     */
    void permit(String field, PortRange asked) {
        if (!strict || within(asked, configured())) {
            return;
        }
        String message = named(asked) + " lies outside of what " + config.environment()
                + " gives for this type of service: "
                + String.join(
                        ", ", configured().stream().map(PortRange::toString).toList())
                + "; ask for one of these, or extend the configuration";
        throw outside(field, message);
    }

    /**
     * The same for what is wished and nobody listens at yet: an environment for tests keeps to its slot and to the ranges
     * that it was given besides.
     *
     * @throws ContractException {@link ProblemCode#PORT_OUTSIDE_RANGES} that names the field and the slot
     */
    void permitWish(String field, PortRange asked) {
        permit(field, asked);
        if (slot == null
                || within(
                        asked,
                        Stream.concat(Stream.of(slot), configured().stream()).toList())) {
            return;
        }
        String message = named(asked) + " lies outside of the slot of " + config.environment() + ", " + slot
                + ": wish what lies in it, or nothing; lotse env create gives an environment other ports by --range";
        throw outside(field, message);
    }

    private static String named(PortRange asked) {
        return asked.size() == 1 ? "port " + asked.first() : "range " + asked;
    }

    private static ContractException outside(String field, String message) {
        return new ContractException(ProblemCode.PORT_OUTSIDE_RANGES, message, List.of(new FieldError(field, message)));
    }

    private static boolean within(PortRange asked, List<PortRange> ranges) {
        for (int port = asked.first(); port <= asked.last(); port++) {
            int each = port;
            if (ranges.stream().noneMatch(range -> range.contains(each))) {
                return false;
            }
        }
        return true;
    }

    private List<PortRange> configured() {
        return typeRange == null ? List.of(config.defaultPortRange()) : List.of(typeRange, config.defaultPortRange());
    }
}
