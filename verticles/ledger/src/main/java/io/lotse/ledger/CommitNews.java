package io.lotse.ledger;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftPeerId;

/**
 * Lets the followers know at once what is committed. Ratis tells them with the next entry or the next heartbeat, up to
 * 0.75 s later, and by then a client of theirs has waited to read its own write. A linearizable read makes the leader ask
 * all followers, and what it asks carries the news. One read is under way at a time.
 */
final class CommitNews {
    private static final Message NOTHING = Wire.message(Query.changes(Long.MAX_VALUE, 0));

    private final VoterCalls calls;
    private final RaftPeerId self;
    private final BooleanSupplier leads;
    private final AtomicInteger untold = new AtomicInteger();

    /** @param leads whether this voter leads now */
    CommitNews(VoterCalls calls, RaftPeerId self, BooleanSupplier leads) {
        this.calls = calls;
        this.self = self;
        this.leads = leads;
    }

    /** Something was committed and applied here. */
    void spread() {
        if (leads.getAsBoolean() && untold.getAndIncrement() == 0) {
            tell();
        }
    }

    /**
     * Asks for the news, where this voter has not seen yet what it was told is made: what the leader spreads may overtake the
     * entry itself.
     */
    void fetch() {
        calls.call(self, RaftClientRequest.readRequestType(), NOTHING);
    }

    private void tell() {
        int told = untold.get();
        calls.call(self, RaftClientRequest.readRequestType(), NOTHING).whenComplete((reply, e) -> {
            if (e != null) {
                // no leader any more, or no majority: the next one has news of its own
                untold.set(0);
            } else if (!untold.compareAndSet(told, 0)) {
                tell();
            }
        });
    }
}
