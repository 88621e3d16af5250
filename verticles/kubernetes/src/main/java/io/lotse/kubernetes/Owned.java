package io.lotse.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMeta;

/** What Lotse itself puts into a cluster: it is known by a label, and nothing else is ever changed or removed. */
final class Owned {
    static final String LABEL = "app.kubernetes.io/managed-by";
    static final String LOTSE = "lotse";

    private Owned() {}

    static boolean isOurs(ObjectMeta meta) {
        return meta.getLabels() != null && LOTSE.equals(meta.getLabels().get(LABEL));
    }
}
