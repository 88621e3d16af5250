package io.lotse.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

import io.lotse.contracts.alerts.AlertKind;
import io.lotse.contracts.alerts.StoredAlert;
import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.meshview.MeshSnapshot;

/**
 * What sources are asked about.
 *
 * @param now the time
 * @param dutySince since when this node looks for all
 * @param snapshot the mesh
 * @param members the nodes that are there
 * @param firing the alerts that hold, as far as is known
 */
record Moment(
        Instant now, Instant dutySince, MeshSnapshot snapshot, List<NodeInfo> members, Collection<StoredAlert> firing) {
    /** Whether this node has the duty for less than that: what it did not hear of may be all the same. */
    boolean isNew(Duration time) {
        return now.isBefore(dutySince.plus(time));
    }

    List<StoredAlert> firing(AlertKind kind) {
        return firing.stream().filter(alert -> alert.kind() == kind).toList();
    }
}
