package io.lotse.alerts;

import java.time.Instant;
import java.util.List;

import io.lotse.contracts.alerts.Delivery;
import io.lotse.contracts.alerts.Notice;
import io.lotse.contracts.alerts.NoticeState;

/** Copies of notices in which something is another. */
final class Notices {
    private Notices() {}

    /** It is owed still, and was tried. */
    static Notice tried(Notice n, int attempts, String error) {
        return new Notice(
                n.id(),
                n.channel(),
                n.kind(),
                n.group(),
                n.alerts(),
                n.alertIds(),
                n.more(),
                n.createdAt(),
                n.state(),
                attempts,
                error,
                null);
    }

    /** Nothing is left to do but to remember it: what it said is not kept. */
    static Notice done(Notice n, NoticeState state, int attempts, String error, Instant now) {
        return new Notice(
                n.id(),
                n.channel(),
                n.kind(),
                n.group(),
                List.of(),
                n.alertIds(),
                n.more(),
                n.createdAt(),
                state,
                attempts,
                error,
                now);
    }

    static Delivery delivery(Notice n) {
        return new Delivery(
                n.id(), n.channel(), n.kind(), n.state(), n.createdAt(), n.attempts(), n.error(), n.doneAt());
    }
}
