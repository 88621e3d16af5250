package io.lotse.alerts;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.alerts.AlertsContract;
import io.lotse.contracts.alerts.Silence;
import io.lotse.contracts.alerts.SilenceList;
import io.lotse.contracts.alerts.SilenceRemoval;
import io.lotse.contracts.alerts.SilenceRequest;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshView;

/** Makes, changes and ends silences, at any node. */
final class SilenceOperations {
    static final int MOST = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(SilenceOperations.class);

    private final EventBus bus;
    private final MeshView view;
    private final LedgerWriter ledger;
    private final Clock clock;

    SilenceOperations(Vertx vertx, MeshView view, Clock clock) {
        this.bus = vertx.eventBus();
        this.view = view;
        this.ledger = new LedgerWriter(vertx, view);
        this.clock = clock;
    }

    /** Ready once the future has succeeded. */
    Future<?> serve() {
        return Future.all(Stream.of(
                        AlertsContract.SILENCES.serve(bus, q -> Future.succeededFuture(list())),
                        AlertsContract.PUT_SILENCE.serve(bus, this::put),
                        AlertsContract.REMOVE_SILENCE.serve(bus, this::remove))
                .map(MessageConsumer::completion)
                .toList());
    }

    private SilenceList list() {
        Instant now = clock.instant();
        return new SilenceList(Stored.silences(view.snapshot()).stream()
                .filter(silence -> silence.endsAt().isAfter(now))
                .sorted(Comparator.comparing(Silence::endsAt).thenComparing(Silence::id))
                .toList());
    }

    private Future<Silence> put(SilenceRequest request) {
        Instant now = clock.instant();
        Silence before = request.id() == null ? null : find(request.id());
        Silence silence = silence(request, before, now);
        if (before == null && Stored.silences(view.snapshot()).size() >= MOST) {
            throw ContractException.invalid("matchers", "are one silence too many: there are " + MOST + ", end some");
        }
        String key = LedgerKeys.silence(silence.id());
        Condition condition = before == null ? Condition.absent(key) : Condition.present(key);
        return ledger.commit(Transaction.of(now, List.of(condition), List.of(Mutation.put(key, silence))))
                .compose(outcome -> outcome.succeeded()
                        ? ledger.seen(outcome.revision())
                        : Future.failedFuture(unknown(silence.id())))
                .map(seen -> {
                    LOG.info(
                            "event=silence_put id={} author=\"{}\" until={}",
                            silence.id(),
                            silence.author(),
                            silence.endsAt());
                    return silence;
                });
    }

    private Silence silence(SilenceRequest request, Silence before, Instant now) {
        Instant startsAt = request.startsAt() != null ? request.startsAt() : before != null ? before.startsAt() : now;
        Instant endsAt = request.endsAt() != null || request.duration() == null
                ? request.endsAt()
                : startsAt.plus(request.duration());
        List<FieldError> errors = new ArrayList<>();
        new MatcherCheck(errors).check(request.matchers(), "matchers");
        if (request.matchers().isEmpty()) {
            errors.add(new FieldError("matchers", "is empty: say of which alerts nobody is to be told"));
        }
        if ((request.endsAt() == null) == (request.duration() == null)) {
            errors.add(new FieldError("ends_at", "or duration: give one of them"));
        } else if (!endsAt.isAfter(startsAt) || !endsAt.isAfter(now)) {
            errors.add(new FieldError("ends_at", "is " + endsAt + ": give a time that is to come, after the start"));
        }
        if (request.author() == null || request.author().isBlank()) {
            errors.add(new FieldError("author", "is missing: say who"));
        }
        if (request.comment() == null || request.comment().isBlank()) {
            errors.add(new FieldError("comment", "is missing: say why"));
        }
        if (!errors.isEmpty()) {
            throw ContractException.invalid(errors);
        }
        AlertOperations.text("author", request.author(), true);
        AlertOperations.text("comment", request.comment(), true);
        String id = before == null ? UUID.randomUUID().toString().substring(0, 8) : before.id();
        Instant createdAt = before == null ? now : before.createdAt();
        return new Silence(id, request.matchers(), request.author(), request.comment(), startsAt, endsAt, createdAt);
    }

    private Future<Silence> remove(SilenceRemoval removal) {
        Silence silence = find(removal.id());
        String key = LedgerKeys.silence(silence.id());
        return ledger.commit(
                        Transaction.of(clock.instant(), List.of(Condition.present(key)), List.of(Mutation.delete(key))))
                .compose(outcome -> outcome.succeeded()
                        ? ledger.seen(outcome.revision())
                        : Future.failedFuture(unknown(silence.id())))
                .map(seen -> {
                    LOG.info("event=silence_removed id={}", silence.id());
                    return silence;
                });
    }

    private Silence find(String id) {
        Optional<Silence> found = Stored.silences(view.snapshot()).stream()
                .filter(silence -> silence.id().equals(id))
                .findFirst();
        return found.orElseThrow(() -> unknown(id));
    }

    private static ContractException unknown(String id) {
        return new ContractException(
                ProblemCode.UNKNOWN_SILENCE,
                "no silence has the id " + id + ": GET /api/v1/alerts/silences lists those there are");
    }
}
