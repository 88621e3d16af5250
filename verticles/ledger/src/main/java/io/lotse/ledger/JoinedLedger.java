package io.lotse.ledger;

import java.time.Duration;
import java.util.Optional;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.ledger.LedgerFolder.Identity;
import io.lotse.ledger.LedgerFolder.Part;

/** Which ledger a node without a vote uses: the one its folder belongs to, or at the first start that of those it joins. */
final class JoinedLedger {
    private static final Logger LOG = LoggerFactory.getLogger(JoinedLedger.class);
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(30);
    private static final Duration CHECK_PATIENCE = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 200;

    private final Vertx vertx;
    private final LedgerFolder folder;
    private final String node;

    JoinedLedger(Vertx vertx, LedgerFolder folder, String node) {
        this.vertx = vertx;
        this.folder = folder;
        this.node = node;
    }

    /**
     * What the folder says; empty at the first start. Blocks.
     *
     * @throws IllegalStateException if the folder is a voter's
     */
    Optional<LedgerDescriptor> kept() {
        Optional<Identity> kept = folder.read();
        kept.filter(k -> k.part() != Part.CLIENT).ifPresent(k -> {
            throw new IllegalStateException("ledger: " + folder.path() + " belongs to node " + k.node() + " as "
                    + k.part() + " of ledger " + k.ledgerId()
                    + ": start it as before, or use a new data folder to join another ledger");
        });
        return kept.map(VoterIdentity::describe);
    }

    /**
     * Asks those whom this node joined, for a while, and keeps the answer.
     *
     * @return fails with {@link ProblemCode#NOT_READY}
     */
    Future<LedgerDescriptor> find() {
        return ask(System.nanoTime() + FIRST_PATIENCE.toNanos())
                .recover(e -> Future.failedFuture(new ContractException(
                        ProblemCode.NOT_READY,
                        "no node of the cluster tells which ledger it uses: is a founder or a voter among those joined? "
                                + e.getMessage())))
                .compose(found -> found.kind().equals(LedgerDescriptor.POSTGRES) ? refuse(found) : keep(found));
    }

    /** What those say whom this node joined, if they say something at once. */
    Future<Optional<LedgerDescriptor>> ask() {
        return LedgerContract.DESCRIBE
                .call(vertx.eventBus(), Empty.EMPTY)
                .map(Optional::of)
                .otherwise(Optional.empty());
    }

    private static Future<LedgerDescriptor> refuse(LedgerDescriptor found) {
        return Future.failedFuture(
                new IllegalStateException(
                        "ledger: those that this node joins keep their ledger, "
                                + found.ledgerId()
                                + ", in PostgreSQL, and every node must reach it by itself: give this node the same URI"
                                + " as the others (--ledger-postgres-uri, LOTSE_LEDGER_POSTGRES_URI, or ledger_postgres_uri in lotse.yaml)"));
    }

    /**
     * Asks the others whether they use the ledger that this node kept; nobody there is no objection. To be done before
     * this node itself answers that question.
     *
     * @return the ledger, with its voters where they are now; fails with {@link IllegalStateException} if it is another one
     */
    Future<LedgerDescriptor> check(LedgerDescriptor kept) {
        return ask(System.nanoTime() + CHECK_PATIENCE.toNanos())
                .recover(e -> Future.succeededFuture(kept))
                .compose(theirs -> {
                    if (!theirs.ledgerId().equals(kept.ledgerId())) {
                        return Future.failedFuture(new IllegalStateException("ledger: this node belongs to ledger "
                                + kept.ledgerId() + ", and those it joined use ledger " + theirs.ledgerId()
                                + ": join the right nodes, or use a new data folder"));
                    }
                    if (theirs.equals(kept)) {
                        return Future.succeededFuture(kept);
                    }
                    LOG.info("event=voters_moved voters={}", theirs.voters());
                    return keep(theirs);
                });
    }

    private Future<LedgerDescriptor> ask(long until) {
        return LedgerContract.DESCRIBE.call(vertx.eventBus(), Empty.EMPTY).recover(e -> {
            if (System.nanoTime() >= until) {
                return Future.failedFuture(e);
            }
            return vertx.timer(PAUSE_MILLIS).compose(t -> ask(until));
        });
    }

    /** Writes down which ledger it is, and where its voters are. */
    Future<LedgerDescriptor> keep(LedgerDescriptor ledger) {
        return vertx.executeBlocking(() -> {
            folder.write(new Identity(ledger.ledgerId(), Part.CLIENT, node, ledger.voters(), true));
            return ledger;
        });
    }
}
