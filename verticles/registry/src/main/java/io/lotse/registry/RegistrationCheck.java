package io.lotse.registry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.netty.util.NetUtil;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.Registration;

/** Finds all mistakes of a registration at once. */
final class RegistrationCheck {
    private static final String NAME = "[a-z0-9][a-z0-9._-]{0,62}";
    private static final String ID = "[a-zA-Z0-9][a-zA-Z0-9._:-]{0,127}";
    private static final String TYPE = "[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}";
    private static final String ENVIRONMENT = "[a-z0-9][a-z0-9-]{0,62}";
    private static final String METADATA_KEY = "[a-zA-Z0-9][a-zA-Z0-9._/-]{0,63}";
    /** The gateway answers {@code /api/v1/} itself. */
    private static final String RESERVED_NAME = "v1";

    private static final int MAX_PATH = 1024;
    private static final int MAX_SCRIPT = 4096;
    private static final int MAX_METADATA = 64;
    private static final int MAX_METADATA_VALUE = 1024;
    private static final int MAX_DEPENDENCIES = 100;

    private final List<FieldError> errors = new ArrayList<>();

    private RegistrationCheck() {}

    /**
     * @throws ContractException {@link ProblemCode#INVALID_REQUEST} with each mistake;
     *     {@link ProblemCode#UNKNOWN_ENVIRONMENT} if that is the only one
     */
    static void check(Registration r) {
        RegistrationCheck check = new RegistrationCheck();
        check.name(r.serviceName());
        check.pattern("service_id", r.serviceId(), ID, "1 to 128 letters, digits, '.', '_', ':' or '-'");
        check.pattern("service_type", r.serviceType(), TYPE, "1 to 63 letters, digits, '.', '_' or '-'");
        check.address(r.ipAddress());
        check.port("port", r.port());
        check.port("preferred_port", r.preferredPort());
        check.healthPath(r.healthPath());
        check.script(r.restartScript());
        check.metadata(r.metadata());
        check.dependencies(r.dependencies());
        check.status(r.status());
        check.environment(r.environment());
    }

    private void name(String name) {
        if (name == null) {
            wrong("service_name", "is missing: give the name under which others reach the service, such as orders");
        } else if (name.equals(RESERVED_NAME)) {
            wrong("service_name", "'v1' is reserved: /api/v1/ is Lotse's own interface");
        } else {
            pattern("service_name", name, NAME, "1 to 63 of a-z, 0-9, '.', '_' and '-'");
        }
    }

    private void pattern(String field, String value, String pattern, String right) {
        if (value != null && !value.matches(pattern)) {
            wrong(field, quoted(value) + " is not allowed: give " + right + ", a letter or digit first");
        }
    }

    private void address(String ip) {
        if (ip != null
                && !ip.equals("localhost")
                && !NetUtil.isValidIpV4Address(ip)
                && !NetUtil.isValidIpV6Address(ip)) {
            wrong("ip_address", quoted(ip) + " is no IP address: give one such as 127.0.0.1, or localhost");
        }
    }

    private void port(String field, Integer port) {
        if (port != null && (port < 1 || port > PortRange.MAX_PORT)) {
            wrong(field, port + " is no port: give 1 to " + PortRange.MAX_PORT);
        }
    }

    private void healthPath(String path) {
        if (path == null) {
            return;
        }
        boolean printable = path.chars().allMatch(c -> c > ' ' && c < 127);
        if (!path.startsWith("/") || path.length() > MAX_PATH || !printable) {
            wrong("health_path", quoted(path) + " is no path: give one such as /health, at most 1024 characters");
        }
    }

    private void script(String script) {
        if (script != null && (script.isBlank() || script.length() > MAX_SCRIPT)) {
            wrong("restart_script", "has " + script.length() + " characters: give 1 to " + MAX_SCRIPT);
        }
    }

    private void metadata(Map<String, String> metadata) {
        if (metadata.size() > MAX_METADATA) {
            wrong("metadata", "has " + metadata.size() + " entries: give at most " + MAX_METADATA);
            return;
        }
        metadata.forEach((key, value) -> {
            pattern("metadata." + key, key, METADATA_KEY, "names of 1 to 64 letters, digits, '.', '_', '/' or '-'");
            if (value.length() > MAX_METADATA_VALUE) {
                wrong("metadata." + key, "has " + value.length() + " characters: give at most " + MAX_METADATA_VALUE);
            }
        });
    }

    private void dependencies(List<String> ids) {
        if (ids.size() > MAX_DEPENDENCIES) {
            wrong("dependencies", "has " + ids.size() + " entries: give at most " + MAX_DEPENDENCIES);
            return;
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < ids.size(); i++) {
            String field = "dependencies[" + i + "]";
            pattern(field, ids.get(i), ID, "the id of a registered instance");
            if (!seen.add(ids.get(i))) {
                wrong(field, quoted(ids.get(i)) + " stands there twice");
            }
        }
    }

    private void status(InstanceStatus status) {
        if (status == InstanceStatus.RESTARTING) {
            wrong("status", "a new instance is not restarting: give active or inactive");
        }
    }

    /** Last: it throws what was found. Whether there is such an environment, the registrar finds out. */
    private void environment(String environment) {
        pattern("environment", environment, ENVIRONMENT, "the name of an environment, such as development");
        if (!errors.isEmpty()) {
            throw ContractException.invalid(errors);
        }
    }

    private static String quoted(String value) {
        return "'" + (value.length() > 80 ? value.substring(0, 80) + "..." : value) + "'";
    }

    private void wrong(String field, String message) {
        errors.add(new FieldError(field, message));
    }
}
