package io.lotse.ledger;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.pgclient.pubsub.PgSubscriber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Changes;
import io.lotse.ledger.PgReads.Found;

/**
 * Follows the ledger: reads what comes next whenever the database hints that there is something, and every second. The
 * hints may be lost; the revisions say what was missed.
 */
final class PgFollower {
    private static final Logger LOG = LoggerFactory.getLogger(PgFollower.class);
    private static final long POLL_MILLIS = 1_000;
    /** Answers that are older say nothing of now. */
    private static final long LATELY_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);

    private static final long UNKNOWN = -1;

    private final Vertx vertx;
    /** Everything below happens here. */
    private final Context context;

    private final PgDatabase database;
    private final PgReads reads;
    private final PgCompaction compaction;
    private volatile Consumer<Changes> listener = changes -> {};
    private volatile long seen = UNKNOWN;
    private volatile long compacted;
    private volatile long heardAt = System.nanoTime() - LATELY_NANOS;
    private PgSubscriber subscriber;
    private boolean reading;
    private boolean again;
    private boolean failing;
    private boolean closed;
    private long timer;

    PgFollower(Vertx vertx, Context context, PgDatabase database, PgReads reads, PgCompaction compaction) {
        this.vertx = vertx;
        this.context = context;
        this.database = database;
        this.reads = reads;
        this.compaction = compaction;
    }

    void start() {
        context.runOnContext(v -> {
            timer = vertx.setPeriodic(POLL_MILLIS, id -> context.runOnContext(w -> look()));
            look();
        });
    }

    void onChange(Consumer<Changes> told) {
        listener = told;
    }

    long revision() {
        return Math.max(0, seen);
    }

    long compactedRevision() {
        return compacted;
    }

    boolean inTouch() {
        return System.nanoTime() - heardAt < LATELY_NANOS;
    }

    void close() {
        context.runOnContext(v -> {
            closed = true;
            vertx.cancelTimer(timer);
            if (subscriber != null) {
                subscriber.close();
            }
        });
    }

    /**
     * What this node made itself: nobody has to be asked for it.
     *
     * @param madeAt when the last of it was made, by the database's clock
     */
    void made(Changes changes, OffsetDateTime madeAt) {
        if (changes.after() == seen) {
            take(changes, madeAt);
        } else if (changes.revision() > seen) {
            look();
        }
    }

    private void look() {
        if (closed) {
            return;
        }
        if (reading) {
            again = true;
            return;
        }
        reading = true;
        again = false;
        long after = seen;
        PgLineage lineage = database.lineage();
        PgLineage.Seen before = lineage.seen();
        reads.find(after == UNKNOWN ? Long.MAX_VALUE : after)
                .map(found -> {
                    lineage.check(before, found.revision(), found.afterMadeAt());
                    lineage.isWhole();
                    return found;
                })
                .onComplete(done -> context.runOnContext(v -> {
                    reading = false;
                    if (done.succeeded()) {
                        heard(after, done.result());
                    } else {
                        failing(done.cause());
                    }
                }));
    }

    private void heard(long after, Found found) {
        heardAt = System.nanoTime();
        compacted = found.compacted();
        if (failing) {
            LOG.info("event=postgres_back place={} revision={}", database.place(), found.revision());
        }
        if (after == UNKNOWN) {
            saw(found.revision(), found.madeAt());
        } else if (found.changes() == null) {
            LOG.info("event=changes_missed after={} compacted={}", after, found.compacted());
            if (found.revision() > seen) {
                saw(found.revision(), found.madeAt());
            }
        } else {
            take(found.changes(), found.madeAt());
        }
        subscribe();
        if (again || seen < found.revision()) {
            look();
        }
    }

    private void saw(long revision, OffsetDateTime madeAt) {
        seen = revision;
        database.lineage().saw(revision, madeAt);
    }

    private void take(Changes told, OffsetDateTime madeAt) {
        if (told.revision() <= seen) {
            return;
        }
        long had = seen;
        saw(told.revision(), madeAt);
        List<Change> fresh = told.after() == had
                ? told.changes()
                : told.changes().stream().filter(c -> c.revision() > had).toList();
        listener.accept(new Changes(had, told.revision(), fresh));
        compaction.made(told.revision() - had, fresh);
    }

    private void failing(Throwable e) {
        if (closed) {
            return;
        }
        if (!failing && !(e instanceof PgLineage.SetBack)) {
            LOG.warn("event=postgres_lost place={} reason=\"{}\"", database.place(), PgFaults.reason(e));
        }
        failing = true;
    }

    /** One that was there before a failure may not have noticed it. */
    private void subscribe() {
        if (failing && subscriber != null) {
            subscriber.close();
            subscriber = null;
        }
        failing = false;
        if (subscriber != null) {
            return;
        }
        PgSubscriber fresh = database.subscriber();
        subscriber = fresh;
        fresh.channel(PgDatabase.CHANNEL).handler(hint -> context.runOnContext(v -> look()));
        fresh.closeHandler(v -> context.runOnContext(w -> gone(fresh)));
        fresh.connect().onComplete(v -> context.runOnContext(w -> look()), e -> context.runOnContext(w -> gone(fresh)));
    }

    private void gone(PgSubscriber one) {
        if (subscriber == one) {
            subscriber = null;
        }
    }
}
