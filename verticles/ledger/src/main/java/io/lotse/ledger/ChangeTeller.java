package io.lotse.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.vertx.core.Context;

import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Changes;

/** Gathers the changes that come on the store's threads and tells them on a context, all that there are at once. */
final class ChangeTeller implements Consumer<Changes> {
    private final Context context;
    private final Consumer<Changes> told;
    private List<Changes> waiting = new ArrayList<>();

    ChangeTeller(Context context, Consumer<Changes> told) {
        this.context = context;
        this.told = told;
    }

    @Override
    public void accept(Changes changes) {
        synchronized (this) {
            waiting.add(changes);
            if (waiting.size() > 1) {
                return;
            }
        }
        context.runOnContext(v -> tell());
    }

    private void tell() {
        List<Changes> now;
        synchronized (this) {
            now = waiting;
            waiting = new ArrayList<>();
        }
        List<Change> all = new ArrayList<>();
        now.forEach(c -> all.addAll(c.changes()));
        told.accept(new Changes(now.get(0).after(), now.get(now.size() - 1).revision(), all));
    }
}
