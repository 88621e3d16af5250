package io.lotse.ledger;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.util.JavaUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.ledger.DiskFloor.Writes;

/**
 * Lets a voter whose disk is almost full lead only while no voter with room can: as often as it finds itself leading, it
 * hands over. Where none has room it stays and refuses.
 */
final class Handover {
    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);
    private static final long TIMEOUT_MILLIS = 1_000;
    private static final long RECENT_NANOS = TimeUnit.SECONDS.toNanos(1);
    /**
     * A voter with less room, in bytes, changes no leader: it could not write down for whom it voted, and Ratis 3.3 leaves that
     * file empty then, with which it never starts again.
     */
    private static final long LEAST_FOR_AN_ELECTION = 256 * 1024;
    /** No revision is this far: asks for the status alone. */
    private static final Query STATUS = Query.changes(Long.MAX_VALUE, 0);

    private final VoterCalls calls;
    private final RaftVoter voter;
    private final List<RaftPeerId> others;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private volatile int failures;
    private volatile long lookedAt = System.nanoTime() - RECENT_NANOS;

    /** @param others the ledger's other voters */
    Handover(VoterCalls calls, RaftVoter voter, List<RaftPeerId> others) {
        this.calls = calls;
        this.voter = voter;
        this.others = others;
    }

    /** From now on, whenever there is no room. */
    void start() {
        voter.floor().whileLow(this::look);
    }

    /** A disk that is filling up at this moment is looked at once more: it may be full before an election is over. */
    private void look() {
        long now = System.nanoTime();
        boolean wasLow = now - lookedAt < RECENT_NANOS;
        lookedAt = now;
        if (wasLow && underWay.compareAndSet(false, true)) {
            askOthers().thenCompose(this::decide).whenComplete((v, e) -> {
                if (e != null) {
                    LOG.debug("event=handover_undecided", e);
                }
                underWay.set(false);
            });
        }
    }

    /** How those stand that answer. */
    private CompletableFuture<Map<RaftPeerId, VoterStatus>> askOthers() {
        Map<RaftPeerId, VoterStatus> answers = new ConcurrentHashMap<>();
        CompletableFuture<?>[] asked = others.stream()
                .map(other -> calls.call(other, RaftClientRequest.staleReadRequestType(0), Wire.message(STATUS))
                        .orTimeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                        .handle((reply, e) -> e == null ? answers.put(other, reply.status()) : null))
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(asked).thenApply(v -> answers);
    }

    private CompletableFuture<Void> decide(Map<RaftPeerId, VoterStatus> answers) {
        if (!voter.leads()) {
            failures = 0;
            voter.floor().decide(asTheLeaderDoes(answers));
            return CompletableFuture.completedFuture(null);
        }
        List<RaftPeerId> withRoom = others.stream()
                .filter(answers::containsKey)
                .filter(other -> answers.get(other).storage().hasRoom())
                .sorted(Comparator.comparing(other -> -answers.get(other).revision()))
                .toList();
        boolean isFull = voter.floor().storage().freeBytes() < LEAST_FOR_AN_ELECTION;
        if (isFull || withRoom.isEmpty()) {
            if (voter.floor().decide(Writes.REFUSED) != Writes.REFUSED) {
                LOG.error(
                        "event=ledger_writes_refused: {}",
                        isFull
                                ? "the disk is full to the last, and not even an election can be written down"
                                : "no voter that answers has room on its disk");
            }
            return CompletableFuture.completedFuture(null);
        }
        return handOver(withRoom.get(failures % withRoom.size()));
    }

    private Writes asTheLeaderDoes(Map<RaftPeerId, VoterStatus> answers) {
        String leader = voter.machine().status().leader();
        VoterStatus status = leader == null ? null : answers.get(RaftPeerId.valueOf(leader));
        if (status == null) {
            return Writes.UNDECIDED;
        }
        return status.storage().refusing() ? Writes.REFUSED : Writes.TAKEN_ELSEWHERE;
    }

    /** Writes wait for the next leader, but not for one that failed to take over before. */
    private CompletableFuture<Void> handOver(RaftPeerId to) {
        if (failures == 0) {
            voter.floor().decide(Writes.TAKEN_ELSEWHERE);
        }
        return calls.handOver(to).handle((v, e) -> {
            if (e == null) {
                failures = 0;
                LOG.info("event=ledger_handed_over to={}: there is room on its disk", to);
            } else {
                failed(to, JavaUtils.unwrapCompletionException(e));
            }
            return null;
        });
    }

    private void failed(RaftPeerId to, Throwable e) {
        if (failures++ == 0) {
            LOG.warn("event=ledger_not_handed_over to={} reason=\"{}\": tried again until it is", to, e.getMessage());
        }
        voter.floor().decide(Writes.REFUSED);
    }
}
