package io.lotse.contracts.kubernetes;

import java.time.Duration;
import java.util.Set;

import io.lotse.contracts.EventType;
import io.lotse.contracts.Operation;
import io.lotse.contracts.ProblemCode;

/** What nodes can be asked that reach a Kubernetes cluster, at {@code ADDRESS@CLUSTER}, and what they tell. */
public final class KubernetesContract {
    /** The metadata of an instance in a cluster name here what the mesh calls the cluster. */
    public static final String CLUSTER_METADATA = "kubernetes_cluster";

    /** The metadata of an instance in a cluster name its Service here: {@code NAMESPACE/NAME}. */
    public static final String SERVICE_METADATA = "kubernetes_service";

    private static final String CLUSTER = "cluster";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    public static final Operation<RolloutOrder, Rollout> RESTART = new Operation<>(
                    "lotse.kubernetes.restart.v1",
                    RolloutOrder.class,
                    Rollout.class,
                    "Has the pods of a Service replaced by new ones, one after the other; answers when that was begun, or"
                            + " with the rollout that is under way",
                    TIMEOUT,
                    Set.of(
                            ProblemCode.UNKNOWN_SERVICE,
                            ProblemCode.INSUFFICIENT_SCOPE,
                            ProblemCode.UPSTREAM_FAILED,
                            ProblemCode.UPSTREAM_REFUSED))
            .servedPer(CLUSTER);

    public static final EventType<Rollout> ROLLOUT_BEGAN = new EventType<>(
            "RolloutBegan",
            "lotse.kubernetes.rollout-began.v1",
            Rollout.class,
            EventType.Reach.MESH,
            "The pods of a Service begin to be replaced by new ones");

    public static final EventType<Rollout> ROLLOUT_ENDED = new EventType<>(
            "RolloutEnded",
            "lotse.kubernetes.rollout-ended.v1",
            Rollout.class,
            EventType.Reach.MESH,
            "The pods of a Service were replaced by new ones that are ready, or that failed");

    private KubernetesContract() {}
}
