package io.lotse.alerts;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.alerts.Notice;
import io.lotse.contracts.alerts.NoticeKind;
import io.lotse.contracts.alerts.NoticeState;

/**
 * What one channel is to be told, one after the other: it waits for nobody but itself, and no other waits for it. On one
 * event loop.
 */
final class ChannelQueue {
    static final int MOST_WAITING = 200;

    private static final Logger LOG = LoggerFactory.getLogger(ChannelQueue.class);

    private final Vertx vertx;
    private final Clock clock;
    private final Backoff backoff;
    private final Outcomes outcomes;
    private final Deque<Notice> waiting = new ArrayDeque<>();
    private Channel channel;
    private Duration giveUpAfter;
    private boolean busy;
    private boolean closed;
    private Long timer;

    /** Where it is noted what became of notices. */
    interface Outcomes {
        /** It was tried in vain, and will be again. */
        void failed(Notice notice);

        /** Nothing is left to do; done when that is noted. */
        Future<Void> done(Notice notice);
    }

    ChannelQueue(Vertx vertx, Clock clock, Backoff backoff, Outcomes outcomes) {
        this.vertx = vertx;
        this.clock = clock;
        this.backoff = backoff;
        this.outcomes = outcomes;
    }

    /** From now on this channel is used, at once: it may be that what was wrong is mended. */
    void use(Channel newChannel, Duration patience) {
        Channel before = channel;
        channel = newChannel;
        giveUpAfter = patience;
        if (before != null) {
            before.close();
        }
        cancelTimer();
        pump();
    }

    /** Where too many wait, one that waits is given up: a reminder, else the oldest. */
    void add(Notice notice) {
        if (waiting.size() >= MOST_WAITING) {
            Notice dropped = takeLeastWorth();
            outcomes.done(Notices.done(
                    dropped,
                    NoticeState.GIVEN_UP,
                    dropped.attempts(),
                    "more than " + MOST_WAITING + " waited for the channel",
                    clock.instant()));
        }
        waiting.addLast(notice);
        pump();
    }

    /** Whether a notice waits, is under way, or is delivered and not yet noted as such. */
    boolean has(String noticeId) {
        return waiting.stream().anyMatch(notice -> notice.id().equals(noticeId));
    }

    int size() {
        return waiting.size();
    }

    void close() {
        closed = true;
        waiting.clear();
        cancelTimer();
        if (channel != null) {
            channel.close();
        }
    }

    private Notice takeLeastWorth() {
        Iterator<Notice> each = waiting.iterator();
        // the first is under way
        Notice first = each.next();
        Notice oldest = null;
        while (each.hasNext()) {
            Notice notice = each.next();
            oldest = oldest == null ? notice : oldest;
            if (notice.kind() == NoticeKind.REMINDER) {
                oldest = notice;
                break;
            }
        }
        Notice taken = oldest == null ? first : oldest;
        waiting.remove(taken);
        return taken;
    }

    private void pump() {
        if (busy || closed || timer != null || channel == null || waiting.isEmpty()) {
            return;
        }
        busy = true;
        Notice notice = waiting.peekFirst();
        Future<Void> sent;
        try {
            sent = channel.send(notice);
        } catch (RuntimeException e) {
            sent = Future.failedFuture(e);
        }
        sent.onComplete(v -> delivered(notice), e -> failed(notice, e));
    }

    private void delivered(Notice notice) {
        finish(
                notice,
                Notices.done(notice, NoticeState.DELIVERED, notice.attempts() + 1, notice.error(), clock.instant()));
    }

    private void failed(Notice notice, Throwable e) {
        int attempts = notice.attempts() + 1;
        String error = e.getMessage() == null ? e.toString() : e.getMessage();
        boolean over = e instanceof Undeliverable
                || !notice.createdAt().plus(giveUpAfter).isAfter(clock.instant());
        if (closed) {
            return;
        }
        LOG.warn(
                "event=notice_not_delivered channel={} notice={} attempts={} next=\"{}\" reason=\"{}\"",
                notice.channel(),
                notice.id(),
                attempts,
                over ? "given up" : "tried again",
                error);
        if (over) {
            finish(notice, Notices.done(notice, NoticeState.GIVEN_UP, attempts, error, clock.instant()));
            return;
        }
        Notice tried = Notices.tried(notice, attempts, error);
        if (waiting.peekFirst() == notice) {
            waiting.pollFirst();
            waiting.addFirst(tried);
        }
        outcomes.failed(tried);
        busy = false;
        timer = vertx.setTimer(backoff.after(attempts).toMillis(), t -> {
            timer = null;
            pump();
        });
    }

    private void finish(Notice notice, Notice done) {
        if (closed) {
            return;
        }
        outcomes.done(done).onComplete(noted -> {
            waiting.remove(notice);
            busy = false;
            pump();
        });
    }

    private void cancelTimer() {
        if (timer != null) {
            vertx.cancelTimer(timer);
            timer = null;
        }
    }
}
