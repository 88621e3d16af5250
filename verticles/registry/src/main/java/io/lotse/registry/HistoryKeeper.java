package io.lotse.registry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.vertx.core.Future;

import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.ports.PortHistory;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshSnapshot;

/** Forgets who held a port when that is long ago, so that the ledger does not grow for ever. */
final class HistoryKeeper {
    /** How long a history is kept after the port was given back the last time; longer than any quarantine. */
    static final Duration KEPT = Duration.ofDays(7);

    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int AT_ONCE = 200;

    private final LedgerWriter ledger;
    private final Clock clock;
    private Instant next = Instant.MIN;

    HistoryKeeper(LedgerWriter ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Looks once in a while, and at once again where a round failed or there was more than one transaction takes. */
    Future<?> check(MeshSnapshot snapshot, Condition fence) {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return Future.succeededFuture();
        }
        List<Condition> conditions = new ArrayList<>(List.of(fence));
        List<Mutation> mutations = new ArrayList<>();
        for (Map.Entry<String, PortHistory> each : snapshot.histories().entrySet()) {
            if (mutations.size() < AT_ONCE
                    && each.getValue().releasedAt().plus(KEPT).isBefore(now)) {
                snapshot.entry(each.getKey())
                        .ifPresent(e -> conditions.add(Condition.unchanged(e.key(), e.modRevision())));
                mutations.add(Mutation.delete(each.getKey()));
            }
        }
        Instant later = mutations.size() == AT_ONCE ? now : now.plus(PAUSE);
        if (mutations.isEmpty()) {
            next = later;
            return Future.succeededFuture();
        }
        return ledger.commit(Transaction.of(now, conditions, mutations)).onSuccess(made -> {
            if (made.succeeded()) {
                next = later;
            }
        });
    }
}
