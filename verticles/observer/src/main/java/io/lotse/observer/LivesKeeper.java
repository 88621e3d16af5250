package io.lotse.observer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.verdicts.DeployHistory;
import io.lotse.contracts.verdicts.TurnHistory;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/**
 * Keeps in the ledger what happened to instances lately, and which versions ran: a node that judges after this one may have
 * been started a moment ago. Written by the node that judges, and only where something has changed. On one event loop.
 */
final class LivesKeeper {
    static final Duration EVERY = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(LivesKeeper.class);
    /** More change the next time: a change of the ledger is of bounded size. */
    private static final int MOST_CHANGES = 100;

    private final Lives lives;
    private final MeshView view;
    private final LedgerWriter ledger;
    private final Supplier<Optional<Condition>> fence;
    private final Duration window;
    private final Clock clock;
    private boolean remembered;
    private boolean writing;

    /** @param window what happened longer ago counts for nothing */
    LivesKeeper(
            Lives lives,
            MeshView view,
            LedgerWriter ledger,
            Supplier<Optional<Condition>> fence,
            Duration window,
            Clock clock) {
        this.lives = lives;
        this.view = view;
        this.ledger = ledger;
        this.fence = fence;
        this.window = window;
        this.clock = clock;
    }

    /** This node judges from now on, or does so no more. */
    void dutyChanged(boolean mine) {
        remembered = mine;
        if (mine) {
            MeshSnapshot snapshot = view.snapshot();
            each(snapshot, LedgerKeys.DEPLOYS, DeployHistory.class, lives::remember);
            each(snapshot, LedgerKeys.TURNS, TurnHistory.class, lives::remember);
        }
    }

    private static <T> void each(MeshSnapshot snapshot, String prefix, Class<T> type, Consumer<T> take) {
        for (Entry entry : snapshot.entries(prefix)) {
            try {
                take.accept(ContractCodec.decode(new JsonObject(entry.value()), type));
            } catch (ContractException ofAnotherRelease) {
                LOG.warn("event=past_unreadable key={} reason=\"{}\"", entry.key(), ofAnotherRelease.getMessage());
            }
        }
    }

    /** Writes what has changed; does nothing while another node judges. Never fails. */
    Future<Void> write() {
        Condition mine = fence.get().orElse(null);
        if (mine == null || !remembered || writing) {
            return Future.succeededFuture();
        }
        Instant now = clock.instant();
        List<Mutation> changes =
                changes(view.snapshot(), now.minus(window)).limit(MOST_CHANGES).toList();
        if (changes.isEmpty()) {
            return Future.succeededFuture();
        }
        writing = true;
        return ledger.commit(Transaction.of(now, List.of(mine), changes))
                .compose(outcome -> ledger.seen(outcome.revision()))
                .onFailure(e -> LOG.debug("event=past_not_kept reason=\"{}\"", e.getMessage()))
                .onComplete(done -> writing = false)
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private Stream<Mutation> changes(MeshSnapshot snapshot, Instant since) {
        Map<String, Object> wanted = new HashMap<>();
        lives.deployHistories().forEach(history -> wanted.put(LedgerKeys.deploys(history.serviceName()), history));
        lives.turnHistories(since).forEach(history -> wanted.put(LedgerKeys.turns(history.serviceId()), history));
        List<Mutation> changes = new ArrayList<>();
        wanted.forEach((key, history) -> {
            JsonObject kept = snapshot.entry(key)
                    .map(entry -> new JsonObject(entry.value()))
                    .orElse(null);
            if (!ContractCodec.encode(history).equals(kept)) {
                changes.add(Mutation.put(key, history));
            }
        });
        Stream.of(LedgerKeys.DEPLOYS, LedgerKeys.TURNS)
                .flatMap(prefix -> snapshot.entries(prefix).stream())
                .map(Entry::key)
                .filter(key -> !wanted.containsKey(key))
                .forEach(key -> changes.add(Mutation.delete(key)));
        return changes.stream();
    }
}
