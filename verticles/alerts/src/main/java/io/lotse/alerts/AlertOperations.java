package io.lotse.alerts;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.alerts.Acknowledgement;
import io.lotse.contracts.alerts.Alert;
import io.lotse.contracts.alerts.AlertAcknowledging;
import io.lotse.contracts.alerts.AlertSettingsChange;
import io.lotse.contracts.alerts.AlertSettingsReply;
import io.lotse.contracts.alerts.AlertsContract;
import io.lotse.contracts.alerts.StoredAlert;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshView;

/** Answers what can be asked about alerts, at any node. */
final class AlertOperations {
    private static final Logger LOG = LoggerFactory.getLogger(AlertOperations.class);
    private static final int LONGEST_TEXT = 1_000;

    private final EventBus bus;
    private final MeshView view;
    private final LedgerWriter ledger;
    private final Clock clock;
    private final AlertBoard board;
    private final SettingsStore settings;

    AlertOperations(Vertx vertx, MeshView view, AlertBoard board, SettingsStore settings, Clock clock) {
        this.bus = vertx.eventBus();
        this.view = view;
        this.ledger = new LedgerWriter(vertx, view);
        this.clock = clock;
        this.board = board;
        this.settings = settings;
    }

    /** Ready once the future has succeeded. */
    Future<?> serve() {
        return Future.all(Stream.of(
                        AlertsContract.ALERTS.serve(bus, query -> Future.succeededFuture(board.page(query))),
                        AlertsContract.ALERT.serve(bus, lookup -> Future.succeededFuture(board.detail(lookup))),
                        AlertsContract.ACKNOWLEDGE.serve(bus, this::acknowledge),
                        AlertsContract.SETTINGS.serve(bus, q -> Future.succeededFuture(settings.reply())),
                        AlertsContract.CHANGE_SETTINGS.serve(bus, this::change))
                .map(MessageConsumer::completion)
                .toList());
    }

    /** Answers once the ledger and the own view have it. */
    private Future<Alert> acknowledge(AlertAcknowledging request) {
        StoredAlert alert = board.find(request.id());
        if (alert.resolvedAt() != null) {
            throw ContractException.invalid("id", "is that of an alert that holds no more: nobody need look after it");
        }
        text("author", request.author(), true);
        text("comment", request.comment(), false);
        Instant now = clock.instant();
        Instant at = now.isBefore(alert.since()) ? alert.since() : now;
        Transaction transaction = Transaction.of(
                now,
                List.of(Condition.present(LedgerKeys.alert(alert.id()))),
                List.of(Mutation.put(
                        LedgerKeys.acknowledgement(alert.id()),
                        new Acknowledgement(request.author(), request.comment(), at))));
        return ledger.commit(transaction)
                .compose(outcome -> ledger.seen(outcome.revision()))
                .map(seen -> {
                    Alert shown = board.shown(board.find(alert.id()));
                    LOG.info("event=alert_acknowledged id={} author=\"{}\"", alert.id(), request.author());
                    AlertsContract.ALERT_ACKNOWLEDGED.publish(bus, shown);
                    return shown;
                });
    }

    private Future<AlertSettingsReply> change(AlertSettingsChange change) {
        if (change.settings() != null) {
            SettingsCheck.refuse(change.settings());
        }
        if (change.dryRun()) {
            AlertSettingsReply now = settings.reply();
            return Future.succeededFuture(new AlertSettingsReply(
                    change.settings() == null ? now.settings() : change.settings(),
                    now.source(),
                    now.revision(),
                    null,
                    now.builtIn()));
        }
        String key = LedgerKeys.ALERT_SETTINGS;
        List<Condition> conditions =
                change.ifRevision() == null ? List.of() : List.of(Condition.unchanged(key, change.ifRevision()));
        Mutation mutation = change.settings() == null ? Mutation.delete(key) : Mutation.put(key, change.settings());
        return ledger.commit(Transaction.of(clock.instant(), conditions, List.of(mutation)))
                .compose(outcome -> outcome.succeeded()
                        ? ledger.seen(outcome.revision())
                        : Future.failedFuture(conflict(change.ifRevision())))
                .map(seen -> {
                    LOG.info(
                            "event=alert_settings_changed revision={}",
                            settings.reply().revision());
                    return settings.reply();
                });
    }

    private ContractException conflict(Long wanted) {
        return new ContractException(
                ProblemCode.CONFLICT,
                "the settings are at revision " + view.snapshot().modRevision(LedgerKeys.ALERT_SETTINGS) + ", not at "
                        + wanted + ": read them again and repeat the change on top");
    }

    static void text(String field, String value, boolean needed) {
        if (needed && (value == null || value.isBlank())) {
            throw ContractException.invalid(field, "is missing: give a text");
        }
        if (value != null && value.length() > LONGEST_TEXT) {
            throw ContractException.invalid(
                    field, "has " + value.length() + " characters: give " + LONGEST_TEXT + " at most");
        }
    }
}
