package io.lotse.dns;

import java.util.Set;

import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;
import io.lotse.meshview.ViewChange;

/** The names of services and of instances, kept as the view changes, at a cost of what changed. */
final class ViewNames {
    private final NameIndex services = new NameIndex();
    private final NameIndex instances = new NameIndex();

    private ViewNames() {}

    static ViewNames follow(MeshView view) {
        ViewNames names = new ViewNames();
        synchronized (names) {
            view.onChange(names::take);
            names.takeAll(MeshSnapshot.EMPTY, view.snapshot());
        }
        return names;
    }

    NameIndex services() {
        return services;
    }

    NameIndex instances() {
        return instances;
    }

    private synchronized void take(ViewChange change) {
        if (change.changes().isEmpty()) {
            takeAll(change.before(), change.now());
            return;
        }
        change.services().forEach(name -> services.set(name, existsService(change.now(), name)));
        for (Change one : change.changes()) {
            if (one.key().startsWith(LedgerKeys.INSTANCES)) {
                instances.set(one.key().substring(LedgerKeys.INSTANCES.length()), one.entry() != null);
            }
        }
    }

    private void takeAll(MeshSnapshot before, MeshSnapshot now) {
        setAll(services, before.services().keySet(), now.services().keySet());
        setAll(instances, before.instances().keySet(), now.instances().keySet());
    }

    private static void setAll(NameIndex index, Set<String> before, Set<String> now) {
        before.forEach(name -> index.set(name, now.contains(name)));
        now.forEach(name -> index.set(name, true));
    }

    private static boolean existsService(MeshSnapshot snapshot, String name) {
        return snapshot.service(name).isPresent();
    }
}
