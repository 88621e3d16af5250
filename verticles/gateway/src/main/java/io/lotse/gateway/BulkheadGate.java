package io.lotse.gateway;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

import io.lotse.contracts.Counts;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.gateway.Bulkhead;

/**
 * Lets so many requests of a route run at once on this node, and so many wait; what is beyond both is refused. Seen by all
 * event loops.
 */
final class BulkheadGate implements Interceptor {
    private final String route;
    private final int concurrent;
    private final int places;
    private final long waitMillis;
    private final Queue<Pass> waiting = new ArrayDeque<>();
    private int running;

    BulkheadGate(String route, Bulkhead bulkhead) {
        this.route = route;
        this.concurrent = bulkhead.concurrent();
        this.places = bulkhead.queue() == null ? 0 : bulkhead.queue();
        this.waitMillis = (bulkhead.maxWait() == null ? Duration.ofSeconds(1) : bulkhead.maxWait()).toMillis();
    }

    @Override
    public Interception join(Exchange exchange) {
        return new Pass();
    }

    private enum Entry {
        RUNNING,
        WAITING,
        REFUSED
    }

    private synchronized Entry enter(Pass pass) {
        if (running < concurrent) {
            running++;
            return Entry.RUNNING;
        }
        return waiting.size() < places && waiting.add(pass) ? Entry.WAITING : Entry.REFUSED;
    }

    synchronized int running() {
        return running;
    }

    synchronized int queued() {
        return waiting.size();
    }

    private synchronized boolean stopWaiting(Pass pass) {
        return waiting.remove(pass);
    }

    /** A place is free: the next one that waits gets it. */
    private void leave() {
        Pass next;
        synchronized (this) {
            next = waiting.poll();
            running -= next == null ? 1 : 0;
        }
        if (next != null) {
            next.context.runOnContext(v -> next.enter());
        }
    }

    /** One exchange's way through. */
    private final class Pass implements Interception {
        private Exchange exchange;
        private Context context;
        private boolean isInside;
        private boolean isOver;

        @Override
        public void request(Exchange asking) {
            exchange = asking;
            context = Vertx.currentContext();
            switch (BulkheadGate.this.enter(this)) {
                case RUNNING -> enter();
                case REFUSED -> refuse("and " + places + " that wait, which is all it may have");
                case WAITING ->
                    exchange.loop().vertx().setTimer(waitMillis, t -> {
                        if (stopWaiting(this)) {
                            refuse("and none of them ended within " + waitMillis + " ms");
                        }
                    });
            }
        }

        private void enter() {
            isInside = true;
            if (isOver) {
                leave();
            } else {
                exchange.proceed();
            }
        }

        private void refuse(String why) {
            exchange.refuse(
                    ProblemCode.OVERLOADED,
                    "the route " + route + " has " + Counts.of(concurrent, "request that runs", "requests that run")
                            + ", " + why + ": try again later");
        }

        @Override
        public void ended(Exchange ending) {
            isOver = true;
            if (isInside) {
                leave();
            } else {
                stopWaiting(this);
            }
        }
    }
}
