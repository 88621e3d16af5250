package io.lotse.ledger;

import java.time.OffsetDateTime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;

/**
 * Whether the database still has what this node has seen of it. One that was set back to a backup has not: its revisions are
 * lower, or the same again with other changes, which the moments tell at which they were made.
 */
final class PgLineage {
    private static final Logger LOG = LoggerFactory.getLogger(PgLineage.class);
    private static final Seen NOTHING = new Seen(-1, null);

    private final String place;
    private volatile Seen seen = NOTHING;
    /** Null while all is well. */
    private volatile SetBack fault;

    /**
     * How far the ledger had come when this node looked.
     *
     * @param madeAt when that revision was made, by the database's clock; null where that is not known
     */
    record Seen(long revision, OffsetDateTime madeAt) {}

    /** The database lacks what this node has seen: it is not to be used until somebody says that it is meant so. */
    static final class SetBack extends IllegalStateException {
        private static final long serialVersionUID = 1;

        private SetBack(String message) {
            super(message);
        }
    }

    /** @param place of the database, for people */
    PgLineage(String place) {
        this.place = place;
    }

    Seen seen() {
        return seen;
    }

    /** The ledger has come so far, and belongs to what was seen before. */
    void saw(long revision, OffsetDateTime madeAt) {
        seen = new Seen(revision, madeAt);
    }

    /**
     * Compares an answer with what had been seen when the question was sent.
     *
     * @param revision the ledger's in the answer
     * @param madeAt when the revision that had been seen was made, as the answer says; null if it does not
     * @throws SetBack if the answer is from a past of the ledger, or another one
     */
    void check(Seen before, long revision, OffsetDateTime madeAt) {
        if (revision < before.revision()) {
            throw setBack("this node has seen revision " + before.revision() + " of it, and it has " + revision);
        }
        if (madeAt != null && before.madeAt() != null && !madeAt.isEqual(before.madeAt())) {
            throw setBack("its revision " + before.revision() + " is of " + madeAt
                    + ", and the one that this node has seen was of " + before.madeAt());
        }
    }

    /** Nothing is answered from such a database, from now until {@link #isWhole}. */
    private SetBack setBack(String how) {
        SetBack found =
                new SetBack("it was set back: " + how + ": if a backup was restored on purpose, restart this node,"
                        + " and it takes what is there; else give it the right database");
        if (fault == null) {
            LOG.error("event=ledger_set_back place={} reason=\"{}\"", place, found.getMessage());
        }
        fault = found;
        return found;
    }

    /** The database has all that was seen, perhaps again. */
    void isWhole() {
        fault = null;
    }

    /** @throws ContractException {@link ProblemCode#LEDGER_UNAVAILABLE} while the database is known to have been set back */
    void requireWhole() {
        SetBack found = fault;
        if (found != null) {
            throw new ContractException(
                    ProblemCode.LEDGER_UNAVAILABLE,
                    "nothing was changed: PostgreSQL at " + place + ": " + found.getMessage());
        }
    }
}
