package io.lotse.ledger;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.ledger.LedgerConfig.Postgres;
import io.lotse.ledger.LedgerFolder.Identity;
import io.lotse.ledger.LedgerFolder.Part;
import io.lotse.ledger.Stores.Opened;

/**
 * Opens the ledger in PostgreSQL: the one that the node's folder belongs to, or at the first start the one that the
 * database keeps. A node that was there before starts without the database too, and finds it later.
 */
final class PgOpening {
    private static final Logger LOG = LoggerFactory.getLogger(PgOpening.class);

    private final Vertx vertx;
    private final LedgerFolder folder;
    private final LedgerConfig config;
    private final Postgres how;
    private final Consumer<Throwable> onLost;
    private final JoinedLedger joined;
    private final PgConnectOptions options;
    private volatile boolean opened;

    PgOpening(Vertx vertx, LedgerFolder folder, LedgerConfig config, Postgres how, Consumer<Throwable> onLost) {
        this.vertx = vertx;
        this.folder = folder;
        this.config = config;
        this.how = how;
        this.onLost = onLost;
        this.joined = new JoinedLedger(vertx, folder, config.node());
        this.options = PgOptions.parse(how.uri().text());
    }

    /** Fails with {@link IllegalStateException} that says what does not fit, or that there is nothing to start with. */
    Future<Opened> open() {
        return vertx.executeBlocking(this::kept)
                .compose(kept -> theirs().compose(theirs -> open(kept, theirs)))
                .compose(opened -> vertx.executeBlocking(() -> remember(opened)));
    }

    private Optional<UUID> kept() {
        Optional<Identity> kept = folder.read();
        kept.filter(k -> k.part() != Part.POSTGRES).ifPresent(k -> {
            throw new IllegalStateException("ledger: " + folder.path() + " belongs to node " + k.node() + " as "
                    + k.part() + " of the embedded ledger " + k.ledgerId()
                    + ", and a ledger in PostgreSQL is configured: start it as before, or use a new data folder");
        });
        return kept.map(k -> UUID.fromString(k.ledgerId()));
    }

    private Future<Optional<LedgerDescriptor>> theirs() {
        return how.joins() ? joined.ask() : Future.succeededFuture(Optional.empty());
    }

    private Future<Opened> open(Optional<UUID> kept, Optional<LedgerDescriptor> theirs) {
        theirs.filter(t -> !t.kind().equals(LedgerDescriptor.POSTGRES)).ifPresent(t -> {
            throw new IllegalStateException("ledger: those that this node joins keep their ledger, " + t.ledgerId()
                    + ", themselves, and this node is given one in PostgreSQL at " + how.uri()
                    + ": leave the URI out to join them, or give all nodes the same");
        });
        PgDatabase database = new PgDatabase(vertx, options, config.node(), kept.orElse(null), this::lost);
        return database.ready()
                .recover(e -> withoutDatabase(kept, e))
                .compose(id -> agree(id, theirs))
                .map(id -> {
                    LedgerDescriptor ledger = PgStore.describe(id);
                    PgStore store = new PgStore(vertx, database, ledger, config.limits());
                    opened = true;
                    LOG.info("event=ledger_opened place={} ledger_id={}", how.uri(), id);
                    return new Opened(store, agreed(ledger));
                })
                .recover(e -> database.close().transform(v -> Future.failedFuture(e)));
    }

    /** What is found while the node starts, its start fails with. */
    private void lost(Throwable why) {
        if (opened) {
            onLost.accept(why);
        }
    }

    /** What does not fit will not fit later either. */
    private Future<UUID> withoutDatabase(Optional<UUID> kept, Throwable e) {
        if (e instanceof IllegalStateException) {
            return Future.failedFuture(e);
        }
        String why = PgFaults.reason(e);
        if (kept.isPresent() && !PgFaults.isAnswer(e)) {
            LOG.warn("event=postgres_unreachable place={} reason=\"{}\"", how.uri(), why);
            return Future.succeededFuture(kept.get());
        }
        return Future.failedFuture(new IllegalStateException("ledger: PostgreSQL at " + options.getHost() + ":"
                + options.getPort() + ", database " + options.getDatabase() + ", cannot be used: " + why));
    }

    private Future<UUID> agree(UUID id, Optional<LedgerDescriptor> theirs) {
        if (theirs.isPresent() && !theirs.get().ledgerId().equals(id.toString())) {
            return Future.failedFuture(new IllegalStateException("ledger: PostgreSQL at " + how.uri() + " keeps ledger "
                    + id + ", and those that this node joins use ledger "
                    + theirs.get().ledgerId() + ": give this node the same URI as the others"));
        }
        return Future.succeededFuture(id);
    }

    private Future<Void> agreed(LedgerDescriptor ledger) {
        return how.joins() ? joined.check(ledger).onFailure(onLost::accept).<Void>mapEmpty() : Future.succeededFuture();
    }

    private Opened remember(Opened opened) {
        String id = opened.store().describe().ledgerId();
        folder.write(new Identity(id, Part.POSTGRES, config.node(), List.of(), true));
        return opened;
    }
}
