package io.lotse.reports;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.reports.AppliedRecommendation;
import io.lotse.contracts.reports.RecommendationMark;
import io.lotse.contracts.reports.RecommendationWithdrawal;
import io.lotse.contracts.reports.Report;
import io.lotse.contracts.reports.ReportFinding;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshView;

/** The recommendations that somebody followed, in the ledger: the newest time counts if one was followed twice. */
final class Recommendations {
    private static final Logger LOG = LoggerFactory.getLogger(Recommendations.class);
    private static final int LONGEST_TEXT = 1_000;

    private final MeshView view;
    private final LedgerWriter ledger;
    private final ReportStore reports;
    private final Clock clock;

    Recommendations(MeshView view, LedgerWriter ledger, ReportStore reports, Clock clock) {
        this.view = view;
        this.ledger = ledger;
        this.reports = reports;
        this.clock = clock;
    }

    /** The newest first. */
    List<AppliedRecommendation> all() {
        return view.snapshot().entries(LedgerKeys.RECOMMENDATIONS).stream()
                .flatMap(entry -> decode(entry).stream())
                .sorted(Comparator.comparing(AppliedRecommendation::appliedAt).reversed())
                .toList();
    }

    /** @return fails with {@link ProblemCode#UNKNOWN_RECOMMENDATION} if no report that is kept has it */
    Future<AppliedRecommendation> mark(RecommendationMark mark) {
        Instant now = clock.instant();
        Instant at = mark.at() == null ? now : mark.at();
        if (at.isAfter(now)) {
            throw ContractException.invalid("at", "is " + at + ", which is yet to come: give when it was applied");
        }
        checkLength("by", mark.by());
        checkLength("note", mark.note());
        ReportFinding finding = find(mark.id());
        AppliedRecommendation applied = new AppliedRecommendation(
                finding.id(),
                finding.kind(),
                finding.serviceName(),
                finding.serviceId(),
                finding.recommendation().change(),
                at,
                mark.by(),
                mark.note());
        return commit(now, Mutation.put(LedgerKeys.recommendation(finding.id()), applied))
                .map(outcome -> {
                    LOG.info("event=recommendation_applied id={} at={}", applied.id(), applied.appliedAt());
                    return applied;
                });
    }

    /** @return fails with {@link ProblemCode#UNKNOWN_RECOMMENDATION} if it was not marked */
    Future<AppliedRecommendation> withdraw(RecommendationWithdrawal withdrawal) {
        String key = LedgerKeys.recommendation(String.valueOf(withdrawal.id()));
        Optional<AppliedRecommendation> applied = view.snapshot().entry(key).flatMap(Recommendations::decode);
        if (applied.isEmpty()) {
            return Future.failedFuture(new ContractException(
                    ProblemCode.UNKNOWN_RECOMMENDATION,
                    withdrawal.id() + " is not marked as applied: GET /api/v1/reports/recommendations lists those that"
                            + " are"));
        }
        return commit(clock.instant(), Mutation.delete(key)).map(outcome -> {
            LOG.info("event=recommendation_withdrawn id={}", withdrawal.id());
            return applied.get();
        });
    }

    private ReportFinding find(String id) {
        for (Report report : reports.newestFirst()) {
            for (ReportFinding finding : report.findings()) {
                if (finding.id().equals(id)) {
                    return finding;
                }
            }
        }
        throw new ContractException(
                ProblemCode.UNKNOWN_RECOMMENDATION,
                "no report that is kept has a finding " + id + ": lotse report shows their ids, such as slow:orders");
    }

    private static void checkLength(String field, String text) {
        if (text != null && text.length() > LONGEST_TEXT) {
            throw ContractException.invalid(
                    field, "has " + text.length() + " characters: give " + LONGEST_TEXT + " at most");
        }
    }

    private Future<Outcome> commit(Instant now, Mutation mutation) {
        return ledger.commit(Transaction.of(now, List.of(), List.of(mutation)))
                .compose(outcome -> ledger.seen(outcome.revision()).map(outcome));
    }

    private static Optional<AppliedRecommendation> decode(Entry entry) {
        try {
            return Optional.of(ContractCodec.decode(new JsonObject(entry.value()), AppliedRecommendation.class));
        } catch (ContractException ofAnotherRelease) {
            LOG.warn(
                    "event=recommendation_unreadable key={} reason=\"{}\"", entry.key(), ofAnotherRelease.getMessage());
            return Optional.empty();
        }
    }
}
