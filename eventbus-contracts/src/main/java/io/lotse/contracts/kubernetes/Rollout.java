package io.lotse.contracts.kubernetes;

import java.time.Duration;
import java.time.Instant;

import io.lotse.contracts.Doc;

/** The pods of a workload are replaced by new ones. */
@Doc("The pods of a workload are replaced by new ones.")
public record Rollout(
        @Doc("What the mesh calls the cluster") String cluster,
        @Doc("The namespace") String namespace,
        @Doc("Deployment, StatefulSet or DaemonSet") String kind,
        @Doc("The workload's name") String name,
        @Doc("begun, ready or failed") RolloutState state,
        @Doc("When it began") Instant beganAt,
        @Doc("How long it took; absent while it is under way; seconds") Duration lasted,
        @Doc("Why it failed, for people; absent otherwise") String detail) {

    /** The same at its end. */
    public Rollout ended(RolloutState how, Duration after, String why) {
        return new Rollout(cluster, namespace, kind, name, how, beganAt, after, why);
    }

    /** What it is about: {@code Deployment shop/orders}. */
    public String workload() {
        return kind + " " + namespace + "/" + name;
    }
}
