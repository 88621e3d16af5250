package io.lotse.ledger;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.contracts.ledger.RangeRequest;
import io.lotse.ledger.LedgerConfig.Found;
import io.lotse.ledger.LedgerConfig.Join;
import io.lotse.ledger.LedgerConfig.Postgres;
import io.lotse.ledger.LedgerConfig.Vote;
import io.lotse.ledger.LedgerFolder.Identity;

/** Opens the store that a configuration names. */
final class Stores {
    private static final Logger LOG = LoggerFactory.getLogger(Stores.class);
    /** A founder needs nobody: until then it is reading its log. */
    private static final Duration ALONE_PATIENCE = Duration.ofMinutes(2);

    private final Vertx vertx;
    private final LedgerConfig config;
    private final Consumer<Throwable> onLost;
    private final LedgerFolder folder;

    /**
     * @param agreed done when it is known that those whom the node joined use the same ledger, or that nobody is there
     * @param news begins to tell, or to hear, where the voters are; to be run on the verticle's context
     */
    record Opened(Store store, Future<Void> agreed, Runnable news) {
        /** Without voters. */
        Opened(Store store, Future<Void> agreed) {
            this(store, agreed, () -> {});
        }
    }

    Stores(Vertx vertx, LedgerConfig config, Consumer<Throwable> onLost) {
        this.vertx = vertx;
        this.config = config;
        this.onLost = onLost;
        this.folder = new LedgerFolder(config.data());
    }

    /**
     * Fails with {@link IllegalStateException} if the folder or the database does not fit, with
     * {@link java.net.BindException} if the port is taken, with {@link IOException} if the log cannot be opened.
     */
    Future<Opened> open() {
        if (config.participation() instanceof Postgres postgres) {
            return new PgOpening(vertx, folder, config, postgres, onLost).open();
        }
        return config.participation() instanceof Join ? openClient() : vertx.executeBlocking(this::openVoter, false);
    }

    /** Waits until the store can be read, for a founder long, for others as long as they are to wait. */
    Future<Void> reach(Store store) {
        if (config.participation() instanceof Found) {
            return read(store, System.nanoTime() + ALONE_PATIENCE.toNanos());
        }
        long millis = config.limits().reach().toMillis();
        return store.range(new RangeRequest("", null, 1))
                .timeout(millis, TimeUnit.MILLISECONDS)
                .<Void>mapEmpty()
                .recover(e -> {
                    LOG.warn("event=ledger_unreachable waited_ms={} reason={}", millis, e.getMessage());
                    return Future.succeededFuture();
                });
    }

    private Future<Void> read(Store store, long until) {
        return store.range(new RangeRequest("", null, 1))
                .<Void>mapEmpty()
                .recover(e -> System.nanoTime() < until ? read(store, until) : Future.failedFuture(e));
    }

    private Opened openVoter() throws IOException {
        VoterIdentity voter = new VoterIdentity(folder, config.node());
        Identity identity = config.participation() instanceof Found found
                ? voter.of(found)
                : voter.of((Vote) config.participation());
        LedgerDescriptor ledger = VoterIdentity.describe(identity);
        DiskFloor floor =
                new DiskFloor(config.node(), folder.path(), config.limits().freeDisk());
        RaftVoter started = RaftVoter.start(config.node(), folder, ledger, config.limits(), floor, onLost);
        voter.started(identity);
        return new Opened(
                new VoterStore(ledger, started), Future.succeededFuture(), () -> VoterNews.tell(vertx, ledger));
    }

    private Future<Opened> openClient() {
        JoinedLedger joined = new JoinedLedger(vertx, folder, config.node());
        return vertx.executeBlocking(joined::kept).compose(kept -> {
            if (kept.isEmpty()) {
                return joined.find().map(found -> opened(client(found), joined, Future.succeededFuture()));
            }
            LedgerDescriptor ledger = kept.get();
            ClientStore client = client(ledger);
            Future<Void> agreed = joined.check(ledger)
                    .onSuccess(client::moveTo)
                    .onFailure(onLost::accept)
                    .mapEmpty();
            return Future.succeededFuture(opened(client, joined, agreed));
        });
    }

    private Opened opened(ClientStore client, JoinedLedger joined, Future<Void> agreed) {
        return new Opened(client, agreed, () -> VoterNews.follow(vertx, client, joined));
    }

    private ClientStore client(LedgerDescriptor ledger) {
        LOG.info("event=ledger_joined ledger_id={} voters={}", ledger.ledgerId(), ledger.voters());
        return new ClientStore(config.node(), ledger, onLost);
    }
}
