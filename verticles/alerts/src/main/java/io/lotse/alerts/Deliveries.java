package io.lotse.alerts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.alerts.AlertChannel;
import io.lotse.contracts.alerts.AlertSettings;
import io.lotse.contracts.alerts.Notice;
import io.lotse.contracts.alerts.NoticeState;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/**
 * Delivers what the ledger owes while this node has the duty. A notice is noted as delivered after the channel has taken it:
 * a node that dies in between has its successor deliver it again, with the same id.
 */
final class Deliveries implements ChannelQueue.Outcomes {
    static final int MOST_DONE = 500;
    static final Duration DONE_KEPT = Duration.ofDays(7);

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final Duration TIDY_EVERY = Duration.ofMinutes(1);
    private static final long NOTE_AGAIN_MILLIS = 1_000;
    private static final int MOST_TIDIED = 200;

    private final Vertx vertx;
    private final MeshView view;
    private final LedgerWriter ledger;
    private final SettingsStore settings;
    private final Channels channels;
    private final NoticeCounts counts;
    private final Clock clock;
    private final Backoff backoff = new Backoff(new Random());
    private final Map<String, ChannelQueue> queues = new HashMap<>();
    private final Map<String, AlertChannel> used = new HashMap<>();
    /** What each write must carry; null while this node does not have the duty. */
    private Supplier<Optional<Condition>> fence;

    private Instant tidiedAt = Instant.MIN;

    Deliveries(
            Vertx vertx, MeshView view, SettingsStore settings, Channels channels, NoticeCounts counts, Clock clock) {
        this.vertx = vertx;
        this.view = view;
        this.ledger = new LedgerWriter(vertx, view);
        this.settings = settings;
        this.channels = channels;
        this.counts = counts;
        this.clock = clock;
    }

    /** From now on this node delivers, beginning with what is owed. */
    void start(Supplier<Optional<Condition>> duty) {
        stop();
        fence = duty;
        settingsChanged();
        resume();
    }

    /** Takes up what the ledger owes and nobody here knows of: a change whose answer was lost may have been made. */
    void resume() {
        Stored.owed(view.snapshot()).stream()
                .filter(notice -> !queues.containsKey(notice.channel())
                        || !queues.get(notice.channel()).has(notice.id()))
                .sorted(Comparator.comparing(Notice::createdAt).thenComparing(Notice::id))
                .forEach(this::offer);
    }

    void stop() {
        fence = null;
        queues.values().forEach(ChannelQueue::close);
        queues.clear();
        used.clear();
        counts.owed(Map.of());
    }

    /** Opens channels that are new or another than before, and closes those that are gone. */
    void settingsChanged() {
        if (fence == null) {
            return;
        }
        AlertSettings now = settings.get();
        Duration patience = now.giveUpAfter() == null ? BuiltIn.GIVE_UP_AFTER : now.giveUpAfter();
        Map<String, AlertChannel> wanted = new HashMap<>();
        now.channels().forEach(channel -> wanted.put(channel.name(), channel));
        wanted.forEach((name, channel) -> {
            if (!channel.equals(used.put(name, channel))) {
                queues.computeIfAbsent(name, n -> new ChannelQueue(vertx, clock, backoff, this))
                        .use(channels.open(channel), patience);
            }
        });
        for (String name : List.copyOf(queues.keySet())) {
            if (!wanted.containsKey(name)) {
                queues.remove(name).close();
                used.remove(name);
            }
        }
        Stored.owed(view.snapshot()).stream()
                .filter(notice -> !wanted.containsKey(notice.channel()))
                .forEach(this::giveUp);
    }

    /** A notice that the ledger owes. */
    void offer(Notice notice) {
        if (fence == null) {
            return;
        }
        ChannelQueue queue = queues.get(notice.channel());
        if (queue == null) {
            giveUp(notice);
        } else {
            queue.add(notice);
            count();
        }
    }

    private void giveUp(Notice notice) {
        done(Notices.done(
                notice,
                NoticeState.GIVEN_UP,
                notice.attempts(),
                "there is no channel " + notice.channel() + " any more",
                clock.instant()));
    }

    @Override
    public void failed(Notice notice) {
        counts.failed(notice.channel());
        // the first time, and then ever more seldom: who reads it wants to know that and why, not each try
        if (Integer.bitCount(notice.attempts()) == 1) {
            note(notice, false);
        }
    }

    @Override
    public Future<Void> done(Notice notice) {
        counts.done(notice);
        return note(notice, true).onComplete(v -> count());
    }

    /** @param must whether to go on until it is noted, or the duty is another's */
    private Future<Void> note(Notice notice, boolean must) {
        Condition held = fence == null ? null : fence.get().orElse(null);
        if (held == null) {
            return Future.succeededFuture();
        }
        String key = LedgerKeys.notice(notice.id());
        Transaction transaction = Transaction.of(
                clock.instant(), List.of(held, Condition.present(key)), List.of(Mutation.put(key, notice)));
        return ledger.commit(transaction).<Void>mapEmpty().recover(e -> {
            if (!must) {
                return Future.succeededFuture();
            }
            LOG.warn("event=notice_not_noted notice={} reason=\"{}\"", notice.id(), e.getMessage());
            return vertx.timer(NOTE_AGAIN_MILLIS).compose(t -> note(notice, true));
        });
    }

    /** Forgets what was delivered long ago, or is too much. */
    Future<Void> tidy(MeshSnapshot snapshot, Condition held) {
        Instant now = clock.instant();
        if (tidiedAt.plus(TIDY_EVERY).isAfter(now)) {
            return Future.succeededFuture();
        }
        tidiedAt = now;
        List<Notice> done = Stored.notices(snapshot).stream()
                .filter(notice -> notice.doneAt() != null)
                .sorted(Comparator.comparing(Notice::doneAt).reversed())
                .toList();
        List<Mutation> deletions = java.util.stream.IntStream.range(0, done.size())
                .filter(i ->
                        i >= MOST_DONE || done.get(i).doneAt().plus(DONE_KEPT).isBefore(now))
                .limit(MOST_TIDIED)
                .mapToObj(i -> Mutation.delete(LedgerKeys.notice(done.get(i).id())))
                .collect(java.util.stream.Collectors.toList());
        Stored.silences(snapshot).stream()
                .filter(silence -> silence.endsAt().isBefore(now))
                .limit(MOST_TIDIED)
                .forEach(silence -> deletions.add(Mutation.delete(LedgerKeys.silence(silence.id()))));
        return deletions.isEmpty()
                ? Future.succeededFuture()
                : ledger.commit(Transaction.of(now, List.of(held), deletions)).mapEmpty();
    }

    private void count() {
        Map<String, Integer> owed = new HashMap<>();
        queues.forEach((name, queue) -> owed.put(name, queue.size()));
        counts.owed(owed);
    }
}
