package io.lotse.meshview;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Changes;
import io.lotse.contracts.ledger.ChangesRequest;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.contracts.ledger.LedgerStatus;
import io.lotse.contracts.ledger.RangePage;
import io.lotse.contracts.ledger.RangeRequest;

/** A ledger as the feed hears it over the bus: tells what the test says, answers from the changes it was given. */
final class ScriptedLedger {
    private final EventBus bus;
    private final List<Change> history = new ArrayList<>();
    private long compacted;
    /** How many changes an answer holds at most. */
    volatile int part = Integer.MAX_VALUE;

    final AtomicInteger rangesRead = new AtomicInteger();

    ScriptedLedger(Vertx vertx) {
        bus = vertx.eventBus();
        LedgerContract.CHANGES.serve(bus, this::changes);
        LedgerContract.RANGE.serve(bus, this::range);
        LedgerContract.STATUS.serve(bus, asked -> Future.succeededFuture(status(true)));
    }

    /** Makes a change that the node is not told of. */
    synchronized void makeUntold(Change change) {
        history.add(change);
    }

    void make(Change change) {
        makeUntold(change);
        tell(change.revision() - 1, change);
    }

    void tell(long after, Change... changes) {
        long revision = changes[changes.length - 1].revision();
        LedgerContract.ADVANCED.publish(bus, new Changes(after, revision, List.of(changes)));
    }

    void check(boolean inTouch) {
        LedgerContract.CHECKED.publish(bus, status(inTouch));
    }

    synchronized void compact() {
        compacted = revision();
    }

    private synchronized LedgerStatus status(boolean inTouch) {
        LedgerDescriptor descriptor = new LedgerDescriptor("id", "embedded", List.of());
        return new LedgerStatus(descriptor, "leader", "test", revision(), compacted, inTouch);
    }

    private synchronized long revision() {
        return history.isEmpty() ? 0 : history.get(history.size() - 1).revision();
    }

    private synchronized Future<Changes> changes(ChangesRequest request) {
        if (request.after() < compacted) {
            return Future.failedFuture(new ContractException(ProblemCode.REVISION_COMPACTED, "compacted"));
        }
        List<Change> behind = history.stream()
                .filter(c -> c.revision() > request.after())
                .limit(part)
                .toList();
        long cameTo =
                behind.isEmpty() ? revision() : behind.get(behind.size() - 1).revision();
        return Future.succeededFuture(new Changes(request.after(), cameTo, behind));
    }

    private synchronized Future<RangePage> range(RangeRequest request) {
        rangesRead.incrementAndGet();
        TreeMap<String, Entry> now = new TreeMap<>();
        for (Change change : history) {
            if (change.entry() == null) {
                now.remove(change.key());
            } else {
                now.put(change.key(), change.entry());
            }
        }
        return Future.succeededFuture(new RangePage(List.copyOf(now.values()), revision(), null));
    }
}
