package io.lotse.ledger;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.exceptions.GroupMismatchException;
import org.apache.ratis.util.JavaUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ledger.Changes;
import io.lotse.contracts.ledger.LedgerStorage;

/**
 * Follows the ledger from a node without a vote: asks one voter for what comes next, which answers when there is
 * something, or after a second; and the next voter when one is silent, or out of touch itself.
 */
final class VoterPoll {
    private static final Logger LOG = LoggerFactory.getLogger(VoterPoll.class);
    private static final int WAIT_MILLIS = 1_000;
    private static final long TIMEOUT_MILLIS = 2_000;
    private static final long PAUSE_MILLIS = 100;
    /** Answers that are older say nothing of now. */
    private static final long LATELY_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);
    /** No revision is this far: asks for the status alone. */
    private static final long AHEAD = Long.MAX_VALUE;

    private final VoterCalls calls;
    private final List<RaftPeerId> voters;
    private final Consumer<Throwable> onLost;
    private volatile Consumer<Changes> listener = changes -> {};
    private volatile Heard heard;
    private volatile boolean closed;
    private long seen = AHEAD;
    private int current;

    /** @param at {@link System#nanoTime()} */
    private record Heard(RaftPeerId voter, VoterStatus status, long revision, long at) {}

    /** @param onLost told when a voter says that it keeps another ledger */
    VoterPoll(VoterCalls calls, List<RaftPeerId> voters, int first, Consumer<Throwable> onLost) {
        this.calls = calls;
        this.voters = voters;
        this.current = Math.floorMod(first, voters.size());
        this.onLost = onLost;
    }

    void start() {
        ask();
    }

    void onChange(Consumer<Changes> told) {
        listener = told;
    }

    void close() {
        closed = true;
    }

    /** The voter that answered lately and is in touch with the others; null if there is none. */
    RaftPeerId voter() {
        Heard now = heard;
        return inTouch() ? now.voter() : null;
    }

    /** The leading voter; null if none is known. */
    RaftPeerId leader() {
        Heard now = heard;
        return inTouch() && now.status().leader() != null
                ? RaftPeerId.valueOf(now.status().leader())
                : null;
    }

    boolean inTouch() {
        Heard now = heard;
        return now != null && now.status().inTouch() && System.nanoTime() - now.at() < LATELY_NANOS;
    }

    long revision() {
        Heard now = heard;
        return now == null ? 0 : now.revision();
    }

    long compactedRevision() {
        Heard now = heard;
        return now == null ? 0 : now.status().compactedRevision();
    }

    /** The disk of the leading voter, where that is the one that was asked, or of one that knows it to refuse; else null. */
    LedgerStorage storage() {
        Heard now = heard;
        if (now == null) {
            return null;
        }
        LedgerStorage storage = now.status().storage();
        return storage.refusing() || now.status().role().equals("leader") ? storage : null;
    }

    /** One question at a time, so that no two threads are in here at once. */
    private void ask() {
        if (closed) {
            return;
        }
        RaftPeerId voter = voters.get(current);
        Query next = Query.changes(seen, seen == AHEAD ? 0 : WAIT_MILLIS);
        calls.call(voter, RaftClientRequest.staleReadRequestType(0), Wire.message(next))
                .orTimeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .whenComplete((reply, e) -> {
                    if (e == null) {
                        answered(voter, reply);
                    } else {
                        failed(voter, JavaUtils.unwrapCompletionException(e));
                    }
                });
    }

    private void answered(RaftPeerId voter, Reply reply) {
        if (reply.failure() != null) {
            LOG.info("event=changes_missed voter={} after={} reason={}", voter, seen, reply.detail());
            seen = AHEAD;
            ask();
            return;
        }
        if (wasSetBack(reply.status())) {
            LOG.warn(
                    "event=ledger_set_back voter={} had={} has={}",
                    voter,
                    seen,
                    reply.status().revision());
            seen = AHEAD;
        }
        if (seen == AHEAD) {
            seen = reply.status().revision();
        } else if (reply.changes().revision() > seen) {
            seen = reply.changes().revision();
            tell(reply.changes());
        }
        heard = new Heard(voter, reply.status(), seen, System.nanoTime());
        if (reply.status().inTouch() && reply.status().revision() >= seen) {
            ask();
        } else {
            askNext();
        }
    }

    /** A leader has applied all that was ever acknowledged: where it has less than was seen, it is an older copy. */
    private boolean wasSetBack(VoterStatus status) {
        return seen != AHEAD && status.role().equals("leader") && status.inTouch() && status.revision() < seen;
    }

    private void tell(Changes changes) {
        try {
            listener.accept(changes);
        } catch (ContractException e) {
            LOG.error("event=changes_lost after={}", changes.after(), e);
        }
    }

    private void failed(RaftPeerId voter, Throwable e) {
        if (closed) {
            return;
        }
        LOG.debug("event=voter_silent voter={}", voter, e);
        if (e instanceof GroupMismatchException) {
            onLost.accept(new IllegalStateException("ledger: voter " + voter + " keeps another ledger than the one this"
                    + " node's folder belongs to: join the right nodes, or use a new data folder"));
        }
        Heard last = heard;
        if (last != null && last.voter().equals(voter)) {
            heard = new Heard(voter, last.status(), last.revision(), System.nanoTime() - LATELY_NANOS);
        }
        askNext();
    }

    private void askNext() {
        current = (current + 1) % voters.size();
        CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS).execute(this::ask);
    }
}
