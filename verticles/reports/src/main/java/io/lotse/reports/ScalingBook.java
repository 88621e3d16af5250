package io.lotse.reports;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import io.vertx.core.Future;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.reports.ScalingAdvice;
import io.lotse.contracts.reports.ScalingList;
import io.lotse.contracts.reports.ScalingQuery;
import io.lotse.meshview.MeshView;

/** How many instances services should have, by the last day; kept for a minute, as scalers ask often. On one event loop. */
final class ScalingBook {
    private static final Duration LOOKED_AT = Duration.ofDays(1);
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final MeshView view;
    private final Gatherer gatherer;
    private final ScalingRule rule = new ScalingRule();
    private final Clock clock;
    private final Map<String, Kept> kept = new HashMap<>();

    private record Kept(Instant at, Future<ScalingAdvice> advice) {
        boolean isGood(Instant now) {
            return !advice.failed() && Duration.between(at, now).compareTo(FRESH) < 0;
        }
    }

    ScalingBook(MeshView view, Gatherer gatherer, Clock clock) {
        this.view = view;
        this.gatherer = gatherer;
        this.clock = clock;
    }

    /** @return fails with {@link ProblemCode#UNKNOWN_SERVICE} */
    Future<ScalingList> list(ScalingQuery query) {
        Map<String, ?> services = view.snapshot().services();
        kept.keySet().retainAll(services.keySet());
        if (query.service() != null) {
            if (!services.containsKey(query.service())) {
                return Future.failedFuture(unknown(query.service()));
            }
            return advice(query.service()).map(advice -> new ScalingList(List.of(advice)));
        }
        return InTurn.all(new TreeSet<>(services.keySet()), this::advice).map(ScalingList::new);
    }

    /** Of one service that is there. */
    Future<ScalingAdvice> advice(String service) {
        Instant now = clock.instant();
        Kept known = kept.get(service);
        if (known == null || !known.isGood(now)) {
            known = new Kept(
                    now,
                    gatherer.asAWhole(service, new Span(now.minus(LOOKED_AT), now))
                            .map(data -> rule.advise(data, now)));
            kept.put(service, known);
        }
        return known.advice();
    }

    static ContractException unknown(String service) {
        return new ContractException(
                ProblemCode.UNKNOWN_SERVICE,
                "no instance of " + service + " is registered: GET /api/v1/ipmanager/services lists those that are");
    }
}
