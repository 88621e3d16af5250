package io.lotse.alerts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.PageLimit;
import io.lotse.contracts.alerts.AlertKind;
import io.lotse.contracts.alerts.AlertLabels;
import io.lotse.contracts.alerts.AlertSeverity;
import io.lotse.contracts.verdicts.Verdict;
import io.lotse.contracts.verdicts.VerdictQuery;
import io.lotse.contracts.verdicts.VerdictsContract;

/** What the observer found to be wrong. */
final class VerdictSource implements Source {
    private static final String NAME = "Verdict";
    /** A node that is new knows of verdicts after the next judgement or two. */
    private static final Duration HEARD_AFTER = Duration.ofMinutes(6);

    private final EventBus bus;

    VerdictSource(EventBus bus) {
        this.bus = bus;
    }

    @Override
    public AlertKind kind() {
        return AlertKind.VERDICT;
    }

    @Override
    public Future<Evidence> look(Moment moment) {
        boolean isNew = moment.isNew(HEARD_AFTER);
        return page(isNew, null, new ArrayList<>()).map(all -> {
            List<Condition> holding = all.stream()
                    .filter(verdict -> verdict.ended() == null)
                    .map(verdict -> condition(verdict, moment))
                    .toList();
            Set<String> ended = all.stream()
                    .filter(verdict -> verdict.ended() != null)
                    .map(verdict -> condition(verdict, moment).id())
                    .collect(Collectors.toSet());
            return new Evidence(holding, alert -> isNew && !ended.contains(alert.id()));
        });
    }

    /** @param ended whether those that ended are wanted too: who knows all that hold need not look which do no more */
    private Future<List<Verdict>> page(boolean ended, String cursor, List<Verdict> all) {
        return VerdictsContract.VERDICTS
                .call(bus, new VerdictQuery(null, null, null, ended, cursor, PageLimit.MAX))
                .compose(page -> {
                    all.addAll(page.items());
                    return page.next() == null ? Future.succeededFuture(all) : page(ended, page.next(), all);
                });
    }

    private static Condition condition(Verdict verdict, Moment moment) {
        Map<String, String> labels = Labels.of(moment.snapshot(), verdict.serviceName(), verdict.serviceId());
        labels.put(AlertLabels.VERDICT, verdict.kind().wireName());
        String subject = verdict.serviceId() == null ? verdict.serviceName() : verdict.serviceId();
        return Condition.of(
                AlertKind.VERDICT,
                NAME,
                AlertSeverity.WARNING,
                verdict.id(),
                labels,
                verdict.kind().wireName() + " of " + subject + ": " + verdict.detail());
    }
}
