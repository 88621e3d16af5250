package io.lotse.allocator;

import java.util.ArrayList;
import java.util.List;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ports.ConflictStrategy;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortRange;

/** What an environment's configuration says about the ports of one type of service. */
final class PortRules {
    private static final String PRODUCTION = "production";

    private final EnvironmentConfig config;
    private final PortRange typeRange;

    /** @param serviceType null for a service without a type */
    PortRules(EnvironmentConfig config, String serviceType) {
        this.config = config;
        this.typeRange = serviceType == null ? null : config.serviceTypeRanges().get(serviceType);
    }

    ConflictStrategy strategy() {
        return config.conflictResolutionStrategy();
    }

    /**
     * The ranges to look into, the first first: the wished one, the type's, the default. With {@code fail} a wish is
     * an order: nothing is looked for behind it.
     *
     * @param wished null for none
     */
    List<PortRange> ranges(PortRange wished) {
        List<PortRange> ranges = new ArrayList<>();
        if (wished != null) {
            ranges.add(wished);
        }
        if (wished == null || strategy() != ConflictStrategy.FAIL) {
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
        if (!PRODUCTION.equals(config.environment()) || within(asked)) {
            return;
        }
        String what = asked.size() == 1 ? "port " + asked.first() : "range " + asked;
        String message = what + " lies outside of what production gives for this type of service: "
                + String.join(
                        ", ", configured().stream().map(PortRange::toString).toList())
                + "; ask for one of these, or extend the configuration";
        throw new ContractException(ProblemCode.PORT_OUTSIDE_RANGES, message, List.of(new FieldError(field, message)));
    }

    private boolean within(PortRange asked) {
        for (int port = asked.first(); port <= asked.last(); port++) {
            int each = port;
            if (configured().stream().noneMatch(range -> range.contains(each))) {
                return false;
            }
        }
        return true;
    }

    private List<PortRange> configured() {
        return typeRange == null ? List.of(config.defaultPortRange()) : List.of(typeRange, config.defaultPortRange());
    }
}
