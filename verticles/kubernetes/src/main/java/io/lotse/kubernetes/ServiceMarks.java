package io.lotse.kubernetes;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;

import io.lotse.contracts.gateway.GatewayContract;
import io.lotse.kubernetes.KubernetesConfig.Which;

/** What the labels and annotations {@code lotse.io/...} of a Service say of it; an annotation counts more. */
final class ServiceMarks {
    private static final String PREFIX = "lotse.io/";
    private static final String ENABLE = "enable";
    private static final String NAME = "name";
    private static final String TYPE = "type";
    private static final String PATH = "path";
    private static final String ENVIRONMENT = "environment";
    private static final String PORT = "port";
    private static final String HEALTH = "health";
    private static final Set<String> OWN = Set.of(ENABLE, NAME, TYPE, PATH, ENVIRONMENT, PORT, HEALTH);

    private final ObjectMeta meta;
    private final Map<String, String> marks = new HashMap<>();

    ServiceMarks(Service service) {
        meta = service.getMetadata();
        add(meta.getLabels());
        add(meta.getAnnotations());
    }

    private void add(Map<String, String> from) {
        if (from != null) {
            from.forEach((key, value) -> {
                if (key.startsWith(PREFIX) && value != null && !value.isBlank()) {
                    marks.put(key.substring(PREFIX.length()), value.strip());
                }
            });
        }
    }

    /** Whether it is to be registered. The API's own Service and what Lotse puts there itself never are. */
    boolean wanted(Which which) {
        if (which == Which.NONE || Owned.isOurs(meta) || isTheApi()) {
            return false;
        }
        String enable = marks.get(ENABLE);
        boolean said = enable != null && Set.of("true", "1", "yes").contains(enable.toLowerCase(Locale.ROOT));
        return which == Which.LABELLED ? said : enable == null || said;
    }

    private boolean isTheApi() {
        return "default".equals(meta.getNamespace()) && "kubernetes".equals(meta.getName());
    }

    String serviceName() {
        return marks.getOrDefault(NAME, meta.getName());
    }

    /** Null for none. */
    String type() {
        return marks.get(TYPE);
    }

    /** Null if it does not say. */
    String environment() {
        return marks.get(ENVIRONMENT);
    }

    /** Names or numbers of its ports, with commas between, such as {@code http,metrics}; null if it does not say. */
    String ports() {
        return marks.get(PORT);
    }

    /** The path of its health check; null for none. */
    String healthPath() {
        return marks.get(HEALTH);
    }

    /** Whatever else it says. */
    Map<String, String> metadata() {
        Map<String, String> metadata = new HashMap<>(marks);
        metadata.keySet().removeAll(OWN);
        if (marks.containsKey(PATH)) {
            metadata.put(GatewayContract.PATH_METADATA, marks.get(PATH));
        }
        return metadata;
    }
}
