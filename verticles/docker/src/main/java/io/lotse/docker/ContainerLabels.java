package io.lotse.docker;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.lotse.contracts.gateway.GatewayContract;

/** What the labels of a container say of it: those that begin with {@code lotse.}, and Compose's. */
final class ContainerLabels {
    private static final String PREFIX = "lotse.";
    private static final String ENABLE = "enable";
    private static final String NAME = "name";
    private static final String TYPE = "type";
    private static final String PATH = "path";
    private static final String ENVIRONMENT = "environment";
    private static final String PORT = "port";
    private static final String HEALTH = "health";
    private static final String NETWORK = "network";
    private static final Set<String> OWN = Set.of(ENABLE, NAME, TYPE, PATH, ENVIRONMENT, PORT, HEALTH, NETWORK);
    private static final String COMPOSE_PROJECT = "com.docker.compose.project";
    private static final String COMPOSE_SERVICE = "com.docker.compose.service";

    private static final int LONGEST_NAME = 63;

    private final Container container;

    ContainerLabels(Container container) {
        this.container = container;
    }

    /** Whether it is to be registered. */
    boolean wanted(DockerConfig.Which which) {
        String enable = own(ENABLE);
        boolean said = enable != null && Set.of("true", "1", "yes").contains(enable.toLowerCase(Locale.ROOT));
        return which == DockerConfig.Which.LABELLED ? said : enable == null || said;
    }

    /** What is chosen stays as it is, for the registry to judge; what it is called otherwise is made to fit. */
    String serviceName() {
        if (own(NAME) != null) {
            return own(NAME);
        }
        String service = container.labels().get(COMPOSE_SERVICE);
        String fit = (service == null ? container.name() : service)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9._-]+", "-")
                .replaceAll("^[._-]+", "");
        return fit.substring(0, Math.min(fit.length(), LONGEST_NAME));
    }

    /** Null for none. */
    String type() {
        return own(TYPE);
    }

    /** Null if it does not say. */
    String environment() {
        return own(ENVIRONMENT);
    }

    /** The project of Compose that it belongs to; null for none. */
    String project() {
        return container.labels().get(COMPOSE_PROJECT);
    }

    /** Numbers of ports in the container, with commas between, such as {@code 8080,53/udp}; null if it does not say. */
    String ports() {
        return own(PORT);
    }

    /** The path of its health check; null for none. */
    String healthPath() {
        return own(HEALTH);
    }

    /** The network at whose address it is reached; null if it does not say. */
    String network() {
        return own(NETWORK);
    }

    /** Whatever else it says. */
    Map<String, String> metadata() {
        Map<String, String> metadata = new HashMap<>();
        container.labels().forEach((key, value) -> {
            String name = key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : "";
            if (!name.isEmpty() && !OWN.contains(name)) {
                metadata.put(name, value);
            }
        });
        if (own(PATH) != null) {
            metadata.put(GatewayContract.PATH_METADATA, own(PATH));
        }
        return metadata;
    }

    private String own(String name) {
        String value = container.labels().get(PREFIX + name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
