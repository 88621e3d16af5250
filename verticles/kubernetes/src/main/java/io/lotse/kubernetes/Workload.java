package io.lotse.kubernetes;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.vertx.core.json.JsonObject;

/** What makes the pods of a Service, and how far it is with replacing them. */
final class Workload {
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final String RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";
    private static final String BY_HAND = "OnDelete";
    private static final String DEADLINE = "ProgressDeadlineExceeded";

    private final HasMetadata object;

    private Workload(HasMetadata object) {
        this.object = object;
    }

    /**
     * How far a rollout is.
     *
     * @param wanted how many pods there are to be
     * @param updated how many new ones there are
     * @param ready how many of all are ready
     * @param total how many there are, old and new
     * @param seen whether the API's controllers have seen the last change
     * @param failure why it will come to nothing; null if that is not known
     */
    record Progress(int wanted, int updated, int ready, int total, boolean seen, String failure) {
        boolean done() {
            return seen && updated >= wanted && ready >= wanted && total <= wanted;
        }

        String text() {
            return ready + " of " + wanted + " pods are ready, " + updated + " of them new";
        }
    }

    /** The one of this name, else the first that makes the pods that the Service of this name selects; blocks. */
    static Optional<Workload> find(KubernetesClient client, String namespace, String name) {
        Optional<Workload> named = all(client, namespace)
                .filter(w -> w.getMetadata().getName().equals(name))
                .findFirst()
                .map(Workload::new);
        if (named.isPresent()) {
            return named;
        }
        Service service =
                client.services().inNamespace(namespace).withName(name).get();
        Map<String, String> selector = service == null || service.getSpec() == null
                ? null
                : service.getSpec().getSelector();
        return selector == null || selector.isEmpty()
                ? Optional.empty()
                : all(client, namespace)
                        .filter(w -> labels(w).entrySet().containsAll(selector.entrySet()))
                        .findFirst()
                        .map(Workload::new);
    }

    private static Stream<HasMetadata> all(KubernetesClient client, String namespace) {
        return Stream.of(
                        client.apps().deployments().inNamespace(namespace),
                        client.apps().statefulSets().inNamespace(namespace),
                        client.apps().daemonSets().inNamespace(namespace))
                .flatMap(kind -> kind.list().getItems().stream());
    }

    private static Map<String, String> labels(HasMetadata workload) {
        PodTemplateSpec template;
        if (workload instanceof Deployment d) {
            template = d.getSpec().getTemplate();
        } else if (workload instanceof StatefulSet s) {
            template = s.getSpec().getTemplate();
        } else {
            template = ((DaemonSet) workload).getSpec().getTemplate();
        }
        return template == null || template.getMetadata() == null
                ? Map.of()
                : Objects.requireNonNullElse(template.getMetadata().getLabels(), Map.of());
    }

    String kind() {
        return object.getKind();
    }

    String name() {
        return object.getMetadata().getName();
    }

    /** As {@code kubectl rollout restart} does; blocks. */
    void restart(KubernetesClient client, String at) {
        JsonObject patch = new JsonObject()
                .put(
                        "spec",
                        new JsonObject()
                                .put(
                                        "template",
                                        new JsonObject()
                                                .put(
                                                        "metadata",
                                                        new JsonObject()
                                                                .put(
                                                                        "annotations",
                                                                        new JsonObject().put(RESTARTED_AT, at)))));
        client.resource(object).patch(MERGE, patch.encode());
    }

    /** How far it is now; blocks. */
    Progress progress(KubernetesClient client) {
        HasMetadata now = client.resource(object).get();
        if (now == null) {
            return new Progress(0, 0, 0, 0, false, "it was removed");
        }
        if (now instanceof Deployment d) {
            return progress(d);
        }
        return now instanceof StatefulSet s ? progress(s) : progress((DaemonSet) now);
    }

    private static Progress progress(Deployment d) {
        DeploymentStatus status = Objects.requireNonNullElseGet(d.getStatus(), DeploymentStatus::new);
        String failure = status.getConditions().stream()
                .filter(c -> DEADLINE.equals(c.getReason()))
                .map(c -> c.getMessage())
                .findFirst()
                .orElse(null);
        boolean seen = isSeen(d, status.getObservedGeneration());
        return new Progress(
                or(d.getSpec().getReplicas(), 1),
                or(status.getUpdatedReplicas(), 0),
                or(status.getAvailableReplicas(), 0),
                or(status.getReplicas(), 0),
                seen,
                seen ? failure : null);
    }

    private static Progress progress(StatefulSet s) {
        StatefulSetStatus status = Objects.requireNonNullElseGet(s.getStatus(), StatefulSetStatus::new);
        boolean byHand = s.getSpec().getUpdateStrategy() != null
                && BY_HAND.equals(s.getSpec().getUpdateStrategy().getType());
        int wanted = or(s.getSpec().getReplicas(), 1);
        return new Progress(
                wanted,
                or(status.getUpdatedReplicas(), 0),
                or(status.getReadyReplicas(), 0),
                or(status.getReplicas(), 0),
                isSeen(s, status.getObservedGeneration()),
                byHand ? "its pods are replaced when they are deleted: it says updateStrategy: OnDelete" : null);
    }

    private static Progress progress(DaemonSet d) {
        DaemonSetStatus status = Objects.requireNonNullElseGet(d.getStatus(), DaemonSetStatus::new);
        boolean byHand = d.getSpec().getUpdateStrategy() != null
                && BY_HAND.equals(d.getSpec().getUpdateStrategy().getType());
        int wanted = or(status.getDesiredNumberScheduled(), 0);
        return new Progress(
                wanted,
                or(status.getUpdatedNumberScheduled(), 0),
                or(status.getNumberAvailable(), 0),
                wanted,
                isSeen(d, status.getObservedGeneration()),
                byHand ? "its pods are replaced when they are deleted: it says updateStrategy: OnDelete" : null);
    }

    private static boolean isSeen(HasMetadata workload, Long observed) {
        Long generation = workload.getMetadata().getGeneration();
        return generation == null || observed != null && observed >= generation;
    }

    private static int or(Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }
}
