package io.lotse.environments;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.Counts;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.ConfigDifference;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortHolder;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.MeshSnapshot;

/**
 * What a change of an environment's configuration means to those who hold ports under the present one: a port may not
 * be taken from under an instance.
 *
 * @param before the configuration until now
 * @param after the configuration to be
 */
record ConfigImpact(EnvironmentConfig before, EnvironmentConfig after) {
    private static final int SHOWN = 20;

    /** What is different, field by field. */
    List<ConfigDifference> differences() {
        JsonObject old = ContractCodec.encode(before);
        JsonObject changed = ContractCodec.encode(after);
        TreeSet<String> fields = new TreeSet<>(old.fieldNames());
        fields.addAll(changed.fieldNames());
        return fields.stream()
                .filter(field -> !text(old, field).equals(text(changed, field)))
                .map(field -> new ConfigDifference(
                        after.environment(),
                        field,
                        text(old, field).orElse(null),
                        text(changed, field).orElse(null)))
                .toList();
    }

    private static Optional<String> text(JsonObject json, String field) {
        return Optional.ofNullable(json.getValue(field)).map(Json::encode);
    }

    /** Whether it changes which ports there are. */
    boolean movesPorts() {
        return !before.defaultPortRange().equals(after.defaultPortRange())
                || !before.serviceTypeRanges().equals(after.serviceTypeRanges())
                || !before.reservedPorts().equals(after.reservedPorts());
    }

    /** Who holds a port that would be reserved, or would lie outside of the ranges it came from; in order of ports. */
    List<PortHolder> holders(MeshSnapshot snapshot) {
        List<PortHolder> holders = new ArrayList<>();
        if (!movesPorts()) {
            return holders;
        }
        for (Map.Entry<String, Allocation> held : snapshot.allocations().entrySet()) {
            Allocation allocation = held.getValue();
            snapshot.instance(allocation.serviceId())
                    .filter(i -> i.environment().equals(after.environment()))
                    .ifPresent(i -> why(i, allocation.port())
                            .ifPresent(why -> holders.add(new PortHolder(
                                    allocation.space(),
                                    allocation.protocol(),
                                    allocation.port(),
                                    i.serviceId(),
                                    i.serviceName(),
                                    why))));
        }
        return holders;
    }

    private Optional<String> why(Instance instance, int port) {
        if (reserves(after, port) && !reserves(before, port)) {
            return Optional.of("would be reserved");
        }
        List<PortRange> now = ranges(before, instance.serviceType());
        List<PortRange> then = ranges(after, instance.serviceType());
        boolean leaves =
                now.stream().anyMatch(r -> r.contains(port)) && then.stream().noneMatch(r -> r.contains(port));
        return leaves ? Optional.of("would lie outside of " + then) : Optional.empty();
    }

    private static boolean reserves(EnvironmentConfig config, int port) {
        return config.reservedPorts().stream().anyMatch(span -> span.contains(port));
    }

    private static List<PortRange> ranges(EnvironmentConfig config, String type) {
        PortRange ofType = type == null ? null : config.serviceTypeRanges().get(type);
        return ofType == null ? List.of(config.defaultPortRange()) : List.of(ofType, config.defaultPortRange());
    }

    /** @throws ContractException {@link ProblemCode#PORTS_IN_USE} that names the holders */
    static void refuse(String environment, List<PortHolder> holders) {
        if (holders.isEmpty()) {
            return;
        }
        List<FieldError> shown = holders.stream()
                .limit(SHOWN)
                .map(h -> new FieldError(
                        LedgerKeys.allocation(h.space(), h.protocol(), h.port()),
                        "is held by " + h.serviceId() + " of " + h.serviceName() + " and " + h.why()))
                .toList();
        PortHolder first = holders.get(0);
        String more = holders.size() == 1 ? "" : " and " + (holders.size() - 1) + " more";
        throw new ContractException(
                ProblemCode.PORTS_IN_USE,
                "nothing was changed: " + Counts.are(holders.size(), "port") + " in use in " + environment
                        + " that the change would take: " + first.port() + " (" + first.serviceId() + ")" + more
                        + "; deregister these instances first, or keep their ports in the ranges",
                shown);
    }
}
