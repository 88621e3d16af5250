package io.lotse.gateway;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.Reading;
import io.lotse.contracts.gateway.GatewayContract;
import io.lotse.contracts.gateway.RouteDefinition;
import io.lotse.contracts.gateway.RouteMatch;
import io.lotse.contracts.gateway.RoutePolicy;
import io.lotse.contracts.gateway.RouteSource;
import io.lotse.contracts.gateway.RouteTarget;
import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;
import io.lotse.meshview.Service;

/**
 * Reads what instances say of routes in their metadata: {@code gateway.path}, {@code gateway.host}, {@code gateway.rewrite}
 * and {@code gateway.priority} make a route to their service, {@code gateway.policy} (JSON) is the policy of that route and
 * of the standard path. Of a service's instances the one that was registered last counts.
 */
final class MetadataRoutes {
    private static final String PREFIX = "gateway.";
    private static final String PATH = GatewayContract.PATH_METADATA;
    private static final String HOST = PREFIX + "host";
    private static final String REWRITE = PREFIX + "rewrite";
    private static final String PRIORITY = PREFIX + "priority";
    private static final String POLICY = PREFIX + "policy";
    private static final List<String> KEYS = List.of(PATH, HOST, REWRITE, PRIORITY, POLICY);

    private final MeshView view;
    private final DeclaredRoutes declared;
    private final Map<String, Said> byService = new HashMap<>();

    /**
     * What a service's metadata say.
     *
     * @param route null for none
     * @param policy null for none
     */
    private record Said(Map<String, String> keys, RouteDefinition route, RoutePolicy policy) {}

    MetadataRoutes(MeshView view, DeclaredRoutes declared) {
        this.view = view;
        this.declared = declared;
    }

    void start() {
        view.onChange(change -> read(change.now(), change.services()));
        MeshSnapshot now = view.snapshot();
        read(now, now.services().keySet());
    }

    private synchronized void read(MeshSnapshot now, Iterable<String> services) {
        boolean changed = false;
        List<String> refused = new ArrayList<>();
        for (String name : services) {
            Map<String, String> keys =
                    now.service(name).map(MetadataRoutes::keys).orElse(Map.of());
            Said before = byService.get(name);
            if (keys.equals(before == null ? Map.of() : before.keys())) {
                continue;
            }
            changed = true;
            try {
                if (keys.isEmpty()) {
                    byService.remove(name);
                } else {
                    byService.put(name, said(name, keys));
                }
            } catch (ContractException mistakes) {
                refused.add("service " + name + ": " + mistakes.getMessage());
                closeIfMeantToBe(name, keys);
            }
        }
        if (changed) {
            publish();
        }
        if (!refused.isEmpty()) {
            declared.refuse(RouteSource.METADATA, String.join("; ", refused));
        }
    }

    /** A service that was to be protected is not laid open by a mistake in how. */
    private void closeIfMeantToBe(String name, Map<String, String> keys) {
        if (!byService.containsKey(name) && keys.getOrDefault(POLICY, "").contains("\"auth\"")) {
            byService.put(name, new Said(Map.of(), null, RoutePolicy.CLOSED));
        }
    }

    private void publish() {
        Map<String, RoutePolicy> policies = new HashMap<>();
        List<Declared> routes = new ArrayList<>();
        byService.forEach((name, said) -> {
            if (said.policy() != null) {
                policies.put(name, said.policy());
            }
            if (said.route() != null) {
                routes.add(new Declared(said.route(), RouteSource.METADATA, 0));
            }
        });
        routes.sort(Comparator.comparing(d -> d.definition().name()));
        declared.policies(policies);
        declared.replace(RouteSource.METADATA, routes);
    }

    private static Map<String, String> keys(Service service) {
        Instance last = service.instances().stream()
                .max(Comparator.comparing(Instance::registeredAt).thenComparing(Instance::serviceId))
                .orElseThrow();
        Map<String, String> keys = new HashMap<>();
        last.metadata().forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                keys.put(key, value);
            }
        });
        return keys;
    }

    private static Said said(String service, Map<String, String> keys) {
        List<FieldError> errors = new ArrayList<>();
        keys.keySet().stream()
                .filter(k -> !KEYS.contains(k))
                .forEach(k -> errors.add(new FieldError(k, "is unknown: there is " + String.join(", ", KEYS))));
        RoutePolicy policy = policy(keys.get(POLICY), errors);
        RouteDefinition route = keys.containsKey(PATH) || keys.containsKey(HOST)
                ? new RouteDefinition(
                        service,
                        new RouteMatch(list(keys.get(HOST)), keys.get(PATH), null, null),
                        priority(keys.get(PRIORITY), errors),
                        List.of(RouteTarget.of(service)),
                        null,
                        null,
                        keys.get(REWRITE),
                        null,
                        null,
                        policy)
                : null;
        List<FieldError> found = route == null
                ? PolicyCheck.errors(POLICY + ".", policy)
                : RouteCheck.errors(route).stream()
                        .map(MetadataRoutes::asWritten)
                        .toList();
        RouteCheck.refuse(Reading.all(errors, found));
        return new Said(keys, route, policy);
    }

    /** What the route has as {@code policy}, the metadata have as {@code gateway.policy}. */
    private static FieldError asWritten(FieldError error) {
        return error.field().startsWith("policy.") ? new FieldError(PREFIX + error.field(), error.message()) : error;
    }

    private static RoutePolicy policy(String json, List<FieldError> errors) {
        if (json == null) {
            return null;
        }
        try {
            JsonObject tree = new JsonObject(json);
            Reading<RoutePolicy> reading = Reading.of(tree.getMap(), RoutePolicy.class, POLICY);
            errors.addAll(reading.errors());
            return reading.value().orElse(null);
        } catch (DecodeException e) {
            errors.add(new FieldError(POLICY, "is no JSON object"));
        }
        return null;
    }

    private static Integer priority(String text, List<FieldError> errors) {
        if (text == null) {
            return null;
        }
        if (!text.matches("-?[0-9]{1,6}")) {
            errors.add(new FieldError(PRIORITY, "'" + text + "' is no whole number"));
            return null;
        }
        return Integer.valueOf(text);
    }

    private static List<String> list(String text) {
        return text == null
                ? null
                : Arrays.stream(text.split(",")).map(String::strip).toList();
    }
}
