package io.lotse.ledger;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftPeerId;

/**
 * Lets the followers know at once what is committed. Ratis tells them with the next entry or the next heartbeat, up to
 * 0.75 s later, and by then a client of theirs has waited to read its own write. A linearizable read makes the leader ask
 * all followers, and what it asks carries the news. One read of each kind is under way at a time.
 */
final class CommitNews {
    private static final Message NOTHING = Wire.message(Query.changes(Long.MAX_VALUE, 0));

    private final VoterCalls calls;
    private final RaftPeerId self;
    private final BooleanSupplier leads;
    private final AtomicInteger untold = new AtomicInteger();
    private final AtomicInteger unheard = new AtomicInteger();

    /** @param leads whether this voter leads now */
    CommitNews(VoterCalls calls, RaftPeerId self, BooleanSupplier leads) {
        this.calls = calls;
        this.self = self;
        this.leads = leads;
    }

    /** Something was committed and applied here. */
    void spread() {
        if (leads.getAsBoolean()) {
            askFor(untold);
        }
    }

    /**
     * Asks for the news, where this voter has not seen yet what it was told is made: what the leader spreads may overtake the
     * entry itself.
     */
    void fetch() {
        askFor(unheard);
    }

    private void askFor(AtomicInteger waiting) {
        if (waiting.getAndIncrement() == 0) {
            ask(waiting);
        }
    }

    private void ask(AtomicInteger waiting) {
        int served = waiting.get();
        calls.call(self, RaftClientRequest.readRequestType(), NOTHING).whenComplete((reply, e) -> {
            if (e != null) {
                // no leader any more, or no majority: the next one has news of its own
                waiting.set(0);
            } else if (!waiting.compareAndSet(served, 0)) {
                ask(waiting);
            }
        });
    }
}
