package io.lotse.observer;

import java.time.Clock;
import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.health.HealthContract;
import io.lotse.contracts.health.ThresholdSettings;
import io.lotse.contracts.health.Thresholds;
import io.lotse.contracts.health.ThresholdsChange;
import io.lotse.contracts.health.ThresholdsQuery;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.meshview.IdempotentRequest;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshView;

/** Tells which thresholds hold, and changes those of the mesh. */
final class ThresholdOperations {
    private static final Logger LOG = LoggerFactory.getLogger(ThresholdOperations.class);
    private static final ThresholdsQuery OVERVIEW = new ThresholdsQuery(null, null, null);
    /** As it is written: every node keeps it. */
    private static final int LARGEST_BYTES = 256 * 1024;

    private final Vertx vertx;
    private final String node;
    private final MeshView view;
    private final CurrentSettings current;
    private final LedgerWriter ledger;
    private final Clock clock;

    /** @param node this node's name */
    ThresholdOperations(Vertx vertx, String node, MeshView view, CurrentSettings current, Clock clock) {
        this.vertx = vertx;
        this.node = node;
        this.view = view;
        this.current = current;
        this.ledger = new LedgerWriter(vertx, view);
        this.clock = clock;
    }

    Future<?> serve() {
        return Future.all(
                HealthContract.THRESHOLDS
                        .serve(vertx.eventBus(), query -> Future.succeededFuture(show(query)))
                        .completion(),
                HealthContract.CHANGE_THRESHOLDS
                        .serve(vertx.eventBus(), this::change)
                        .completion());
    }

    private Thresholds show(ThresholdsQuery query) {
        if (query.service() == null && (query.endpoint() != null || query.path() != null)) {
            throw ContractException.invalid("service", "is missing: say of which service the endpoint or path is");
        }
        if (query.endpoint() != null && query.path() != null) {
            throw ContractException.invalid("path", "is given beside an endpoint: give one of them");
        }
        return new Thresholds(
                CurrentSettings.ofMesh(view.snapshot()),
                revision(),
                node,
                current.layers().values(query));
    }

    /** Answers once the ledger has it and the own view shows it. */
    private Future<Thresholds> change(ThresholdsChange change) {
        JsonObject json = new JsonObject(change.settings());
        int bytes = json.toBuffer().length();
        if (bytes > LARGEST_BYTES) {
            throw ContractException.invalid(
                    "settings", "take " + bytes + " bytes: at most " + LARGEST_BYTES + " are kept");
        }
        SettingsReader.checkOfMesh(json);
        ThresholdSettings settings = ContractCodec.decode(json, ThresholdSettings.class);
        if (change.dryRun()) {
            return Future.succeededFuture(shown(settings, revision()));
        }
        IdempotentRequest request = IdempotentRequest.of(
                "thresholds",
                change.idempotencyKey(),
                new ThresholdsChange(change.settings(), change.ifRevision(), false, null));
        List<Condition> conditions = change.ifRevision() == null
                ? List.of()
                : List.of(Condition.unchanged(LedgerKeys.THRESHOLDS, change.ifRevision()));
        return ledger.commit(request.transaction(
                        settings,
                        clock.instant(),
                        conditions,
                        List.of(),
                        List.of(Mutation.put(LedgerKeys.THRESHOLDS, settings))))
                .compose(outcome -> ledger.seen(outcome.revision()).compose(s -> changed(outcome, settings, change)));
    }

    private Future<Thresholds> changed(Outcome outcome, ThresholdSettings settings, ThresholdsChange change) {
        if (!outcome.succeeded()) {
            return Future.failedFuture(new ContractException(
                    ProblemCode.CONFLICT,
                    "the thresholds are at revision " + revision() + ", not at " + change.ifRevision()
                            + ": read them again and repeat the change on top"));
        }
        LOG.info(
                "event=thresholds_put revision={} services={}",
                outcome.revision(),
                settings.services().size());
        return Future.succeededFuture(shown(settings, outcome.revision()));
    }

    /** All that holds, with these thresholds of the mesh. */
    private Thresholds shown(ThresholdSettings settings, long revision) {
        return new Thresholds(settings, revision, node, current.layers(settings).values(OVERVIEW));
    }

    private long revision() {
        return view.snapshot().modRevision(LedgerKeys.THRESHOLDS);
    }
}
