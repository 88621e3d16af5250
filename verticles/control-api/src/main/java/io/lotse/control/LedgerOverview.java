package io.lotse.control;

import java.util.Map;
import java.util.TreeMap;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.Empty;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerImport;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.LedgerStatus;
import io.lotse.meshview.KeptEntry;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/** Shows the ledger as this node sees it: which it is, how it stands, what it holds and what it takes of the disk. */
final class LedgerOverview implements OperationHandler {
    private final EventBus bus;
    private final MeshView view;
    private final Answers answers;

    private record Overview(LedgerStatus ledger, Map<String, Long> entries, LedgerImport unfinishedImport) {}

    LedgerOverview(EventBus bus, MeshView view, Answers answers) {
        this.bus = bus;
        this.view = view;
        this.answers = answers;
    }

    @Override
    public Future<?> handle(ApiRequest request) {
        return LedgerContract.STATUS.call(bus, Empty.EMPTY).compose(status -> {
            MeshSnapshot now = view.snapshot();
            KeptEntry mark = now.kept().get(LedgerKeys.currentImport());
            return answers.read(
                    request.http(),
                    new Overview(status, count(now), mark == null ? null : mark.as(LedgerImport.class)));
        });
    }

    /** How many keys of data of each kind, by the beginning of the keys. */
    static Map<String, Long> count(MeshSnapshot now) {
        Map<String, Long> kinds = new TreeMap<>();
        for (String key : now.kept().keySet()) {
            if (LedgerKeys.isData(key)) {
                int slash = key.indexOf('/');
                kinds.merge(slash < 0 ? key : key.substring(0, slash), 1L, Long::sum);
            }
        }
        return kinds;
    }
}
