package io.lotse.control;

import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.Empty;
import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerStatus;
import io.lotse.meshview.EphemeralOverlap;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/** Shows the mesh as this node sees it. */
final class ClusterHandler implements OperationHandler {
    private final EventBus bus;
    private final ControlApiConfig config;
    private final MemberWatch watch;
    private final MeshView view;
    private final Answers answers;

    private record Cluster(
            String node, List<NodeInfo> members, LedgerStatus ledger, ViewState view, List<String> warnings) {}

    ClusterHandler(EventBus bus, ControlApiConfig config, MemberWatch watch, MeshView view, Answers answers) {
        this.bus = bus;
        this.config = config;
        this.watch = watch;
        this.view = view;
        this.answers = answers;
    }

    @Override
    public Future<?> handle(ApiRequest request) {
        return LedgerContract.STATUS
                .call(bus, Empty.EMPTY)
                .otherwise((LedgerStatus) null)
                .compose(ledger -> answers.read(
                        request.http(),
                        new Cluster(config.nodeId(), watch.members().nodes(), ledger, ViewState.of(view), warnings())));
    }

    /** What an administrator should mend on the hosts. */
    private List<String> warnings() {
        MeshSnapshot snapshot = view.snapshot();
        return snapshot.hosts().stream()
                .flatMap(host -> EphemeralOverlap.of(snapshot, host).map(overlap -> overlap.text(host.host())).stream())
                .toList();
    }
}
