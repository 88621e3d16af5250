package io.lotse.ledger;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.apache.ratis.protocol.RaftPeerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a voter up to date that had to cut off the end of its log. If it had acknowledged what it cut, a leader of that
 * time takes it to have it still and never sends it again: it is asked to step down, and whoever leads next, that one
 * itself for want of another, begins by finding out what each voter has.
 */
final class LostTail {
    private static final Logger LOG = LoggerFactory.getLogger(LostTail.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int TRIES = 120;

    private final VoterCalls calls;
    private final RaftVoter voter;

    LostTail(VoterCalls calls, RaftVoter voter) {
        this.calls = calls;
        this.voter = voter;
    }

    /** Begins now, and ends when a leader has stepped down or this voter leads itself. */
    void recover() {
        later(TRIES);
    }

    private void later(int tries) {
        CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    if (tries > 0) {
                        tryOnce(tries - 1);
                    } else {
                        LOG.warn("event=no_leader_stepped_down: this voter may stay behind until the leader changes");
                    }
                });
    }

    private void tryOnce(int tries) {
        String leader = voter.machine().status().leader();
        if (leader == null) {
            later(tries);
        } else if (!voter.id().toString().equals(leader)) {
            calls.stepDown(RaftPeerId.valueOf(leader)).whenComplete((done, e) -> {
                if (e == null) {
                    LOG.info("event=leader_stepped_down leader={}", leader);
                } else {
                    LOG.debug("event=leader_not_stepped_down leader={}", leader, e);
                    later(tries);
                }
            });
        }
    }
}
