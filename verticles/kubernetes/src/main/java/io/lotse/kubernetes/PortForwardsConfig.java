package io.lotse.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.Reading;
import io.lotse.kubernetes.KubernetesConfig.PortForward;

/**
 * Port-forwards as they are declared: a name each, with its ports.
 *
 * @param forwards those without a mistake
 * @param mistakes each mistake, with where it stands
 */
public record PortForwardsConfig(List<PortForward> forwards, List<FieldError> mistakes) {
    /** Where they stand in a {@code lotse.yaml}. */
    public static final String KEY = "port_forwards";

    /** As it is written. */
    private record Declared(
            Integer port, List<Integer> alternatives, String namespace, String service, String servicePort) {
        PortForward of(String name) {
            List<Integer> ports = new ArrayList<>();
            Optional.ofNullable(port).ifPresent(ports::add);
            if (port != null && alternatives != null) {
                ports.addAll(alternatives);
            }
            return new PortForward(name, namespace, service == null ? name : service, servicePort, ports);
        }
    }

    public PortForwardsConfig {
        forwards = List.copyOf(forwards);
        mistakes = List.copyOf(mistakes);
    }

    /**
     * Reads what was declared.
     *
     * @param declared maps, lists and plain values, as they were parsed; null for nothing
     */
    public static PortForwardsConfig read(Object declared) {
        List<PortForward> forwards = new ArrayList<>();
        List<FieldError> mistakes = new ArrayList<>();
        if (declared instanceof Map<?, ?> all) {
            all.forEach((name, value) -> read(KEY + "." + name, String.valueOf(name), value, mistakes)
                    .ifPresent(forwards::add));
        } else if (declared != null) {
            mistakes.add(new FieldError(KEY, "are no port-forwards: give each service's name with its port"));
        }
        return new PortForwardsConfig(forwards, mistakes);
    }

    @SuppressWarnings("unchecked")
    private static Optional<PortForward> read(String at, String name, Object value, List<FieldError> mistakes) {
        if (!(value instanceof Map<?, ?> map)) {
            mistakes.add(new FieldError(at, "is no port-forward: give it a port"));
            return Optional.empty();
        }
        Reading<Declared> reading = Reading.of((Map<String, Object>) map, Declared.class, at);
        mistakes.addAll(reading.errors());
        if (!reading.errors().isEmpty() || reading.value().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(reading.value().get().of(name));
        } catch (ContractException e) {
            mistakes.add(new FieldError(at, e.getMessage()));
            return Optional.empty();
        }
    }
}
