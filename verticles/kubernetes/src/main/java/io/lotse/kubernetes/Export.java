package io.lotse.kubernetes;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.Empty;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.meshview.Duty;
import io.lotse.meshview.MeshView;

/**
 * Shows Lotse's own services in a namespace, by the one node of the mesh that has the duty. What is there is compared with
 * what should be, so that it does not matter who did what before. Objects without this mesh's labels are never touched.
 * Lives on one event loop.
 */
final class Export {
    private static final Logger LOG = LoggerFactory.getLogger(Export.class);
    private static final String DUTY = "export-";
    private static final String MESH = "lotse.io/mesh";
    private static final int EXISTS = 409;

    private final Vertx vertx;
    private final KubernetesConfig config;
    private final ClusterApi api;
    private final MeshView view;
    private final Duty duty;
    private final Rounds rounds;
    /** What was said of objects that could not be put: it is said once. */
    private final Map<String, String> said = new HashMap<>();

    private String lastReason;
    private volatile int shown;

    Export(Vertx vertx, KubernetesConfig config, ClusterApi api, MeshView view, Clock clock) {
        this.vertx = vertx;
        this.config = config;
        this.api = api;
        this.view = view;
        this.rounds = new Rounds(vertx, config.pace().gap(), this::make);
        this.duty = new Duty(
                vertx, view, clock, DUTY + config.source(), config.nodeId(), config.node(), mine -> this.rounds.ask());
    }

    Future<Void> start() {
        Context context = vertx.getOrCreateContext();
        view.onChange(change -> {
            if (!change.services().isEmpty()) {
                context.runOnContext(v -> rounds.ask());
            }
        });
        vertx.setPeriodic(config.pace().lookEvery().toMillis(), t -> rounds.ask());
        return duty.start();
    }

    /** What is shown stays: another node takes over. */
    Future<Void> stop() {
        return duty.stop();
    }

    int shown() {
        return shown;
    }

    /** While the ledger cannot be reached nothing is taken away. */
    private Future<Void> make() {
        if (!duty.held() || view.freshness().stale()) {
            return Future.succeededFuture();
        }
        return LedgerContract.DESCRIBE
                .call(vertx.eventBus(), Empty.EMPTY)
                .map(ledger -> Map.of(Owned.LABEL, Owned.LOTSE, MESH, ledger.ledgerId()))
                .compose(labels -> api.ask(client -> {
                    ExportedObjects.Objects wanted = new ExportedObjects(config, labels)
                            .of(
                                    config.wishes().exportTo(),
                                    view.snapshot().instances().values());
                    make(client, labels, wanted);
                    return wanted.services().size();
                }))
                .onSuccess(count -> {
                    shown = count;
                    told(null);
                })
                .onFailure(e -> told(e.getMessage()))
                .mapEmpty();
    }

    private void told(String reason) {
        if (reason != null && !reason.equals(lastReason)) {
            LOG.warn(
                    "event=export_failed namespace={} reason=\"{}\" next=\"again within {} s\"",
                    config.wishes().exportTo(),
                    reason,
                    config.pace().lookEvery().toSeconds());
        }
        lastReason = reason;
    }

    /** Blocks. Services go last, and come first. */
    private void make(KubernetesClient client, Map<String, String> labels, ExportedObjects.Objects wanted) {
        String namespace = config.wishes().exportTo();
        Map<String, Service> services = byName(client.services()
                .inNamespace(namespace)
                .withLabels(labels)
                .list()
                .getItems());
        Map<String, EndpointSlice> slices = byName(client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace(namespace)
                .withLabels(labels)
                .list()
                .getItems());
        put(client, services, wanted.services(), Export::isSame);
        put(client, slices, wanted.slices(), Export::isSame);
        remove(client, slices, wanted.slices());
        remove(client, services, wanted.services());
    }

    private <T extends HasMetadata> void put(
            KubernetesClient client, Map<String, T> there, Map<String, T> wanted, BiPredicate<T, T> same) {
        wanted.forEach((name, object) -> {
            String key = object.getKind() + " " + name;
            try {
                if (!there.containsKey(name)) {
                    client.resource(object).create();
                } else if (!same.test(there.get(name), object)) {
                    object.getMetadata()
                            .setResourceVersion(there.get(name).getMetadata().getResourceVersion());
                    client.resource(object).update();
                }
                said.remove(key);
            } catch (KubernetesClientException e) {
                if (e.getCode() != EXISTS) {
                    throw e;
                }
                if (said.put(key, name) == null) {
                    LOG.warn(
                            "event=export_refused object=\"{}\" reason=\"there is one already that is not this mesh's:"
                                    + " it is left as it is\"",
                            key);
                }
            }
        });
    }

    private static <T extends HasMetadata> void remove(
            KubernetesClient client, Map<String, T> there, Map<String, T> wanted) {
        there.values().stream()
                .filter(object -> Owned.isOurs(object.getMetadata())
                        && !wanted.containsKey(object.getMetadata().getName()))
                .forEach(object -> client.resource(object).delete());
    }

    private static boolean isSame(Service there, Service wanted) {
        return Objects.equals(
                there.getSpec().getPorts().stream()
                        .map(p -> p.getName() + p.getPort() + p.getProtocol())
                        .toList(),
                wanted.getSpec().getPorts().stream()
                        .map(p -> p.getName() + p.getPort() + p.getProtocol())
                        .toList());
    }

    private static boolean isSame(EndpointSlice there, EndpointSlice wanted) {
        return endpoints(there).equals(endpoints(wanted));
    }

    private static List<String> endpoints(EndpointSlice slice) {
        return slice.getEndpoints().stream()
                .map(e -> e.getAddresses() + " " + WantedEndpoints.isReady(e))
                .toList();
    }

    private static <T extends HasMetadata> Map<String, T> byName(List<T> objects) {
        return objects.stream().collect(Collectors.toMap(o -> o.getMetadata().getName(), Function.identity()));
    }
}
