package io.lotse.gateway;

import java.util.ArrayList;
import java.util.List;

import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.gateway.RouteDefinition;
import io.lotse.contracts.gateway.RouteSource;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;
import io.lotse.meshview.ViewChange;

/** Reads the routes that the ledger holds, whenever one of them changes. */
final class LedgerRoutes {
    private final MeshView view;
    private final DeclaredRoutes declared;

    LedgerRoutes(MeshView view, DeclaredRoutes declared) {
        this.view = view;
        this.declared = declared;
    }

    void start() {
        view.onChange(this::changed);
        read(view.snapshot());
    }

    private void changed(ViewChange change) {
        boolean touched = change.changes().isEmpty()
                || change.changes().stream().anyMatch(c -> c.key().startsWith(LedgerKeys.ROUTES));
        if (touched) {
            read(change.now());
        }
    }

    private void read(MeshSnapshot snapshot) {
        try {
            declared.replace(RouteSource.LEDGER, of(snapshot));
        } catch (ContractException notReadable) {
            declared.refuse(RouteSource.LEDGER, notReadable.getMessage());
        }
    }

    /** @throws ContractException if one of them is of a release that this one does not understand */
    static List<Declared> of(MeshSnapshot snapshot) {
        List<Declared> routes = new ArrayList<>();
        for (Entry entry : snapshot.entries(LedgerKeys.ROUTES)) {
            routes.add(new Declared(
                    ContractCodec.decode(new JsonObject(entry.value()), RouteDefinition.class),
                    RouteSource.LEDGER,
                    entry.modRevision()));
        }
        return routes;
    }
}
