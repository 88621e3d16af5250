package io.lotse.observer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.health.HealthHistory;
import io.lotse.contracts.health.HealthHistoryQuery;
import io.lotse.contracts.health.HealthPage;
import io.lotse.contracts.health.HealthQuery;
import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/** Answers questions about health from this node's memory. */
final class HealthQueries {
    private final MeshView view;
    private final HealthBoard board;
    private final Checks checks;
    private final Clock clock;
    private final Duration lastingFor;

    HealthQueries(ObserverConfig config, MeshView view, HealthBoard board, Checks checks, Clock clock) {
        this.view = view;
        this.board = board;
        this.checks = checks;
        this.clock = clock;
        this.lastingFor = config.interval().multipliedBy(3).plus(config.timeout());
    }

    /** @throws ContractException if the service or the instance that is asked for is not registered */
    HealthPage page(HealthQuery query) {
        Instant now = clock.instant();
        List<HealthReport> items = new ArrayList<>();
        for (Instance instance : candidates(query)) {
            HealthReport report = shown(instance, now);
            if (query.status() != null && query.status() != report.status()) {
                continue;
            }
            if (items.size() == query.limit()) {
                return new HealthPage(items, items.get(items.size() - 1).serviceId());
            }
            items.add(report);
        }
        return new HealthPage(items, null);
    }

    /** @throws ContractException {@link ProblemCode#UNKNOWN_INSTANCE} */
    HealthHistory history(HealthHistoryQuery query) {
        return new HealthHistory(query.serviceId(), board.history(instance(query.serviceId())));
    }

    private Collection<Instance> candidates(HealthQuery query) {
        MeshSnapshot snapshot = view.snapshot();
        if (query.serviceId() != null) {
            return List.of(instance(query.serviceId()));
        }
        if (query.service() != null) {
            return snapshot
                    .service(query.service())
                    .orElseThrow(() -> new ContractException(
                            ProblemCode.UNKNOWN_SERVICE,
                            "no instance of " + query.service() + " is registered: GET services lists those there are"))
                    .instances()
                    .stream()
                    .filter(i -> query.cursor() == null || i.serviceId().compareTo(query.cursor()) > 0)
                    .toList();
        }
        return query.cursor() == null
                ? snapshot.instances().values()
                : snapshot.instances().tailMap(query.cursor() + "\0").values();
    }

    private Instance instance(String serviceId) {
        if (serviceId == null) {
            throw ContractException.invalid("service_id", "is missing: give the instance's id");
        }
        return view.snapshot()
                .instance(serviceId)
                .orElseThrow(() -> new ContractException(
                        ProblemCode.UNKNOWN_INSTANCE,
                        "no instance has the id " + serviceId + ": GET services lists those there are"));
    }

    private HealthReport shown(Instance instance, Instant now) {
        HealthReport last = board.last(instance).orElse(null);
        if (!checks.isCheckable(instance)) {
            return unknown(instance, null, whyUnchecked(instance));
        }
        if (last == null) {
            return unknown(instance, null, "not checked yet" + whoChecks(instance));
        }
        Duration age = board.age(instance, now).orElseThrow();
        if (age.compareTo(lastingFor) > 0) {
            return unknown(instance, last, "not checked for " + age.toSeconds() + " s" + whoChecks(instance));
        }
        return last;
    }

    private static String whyUnchecked(Instance instance) {
        if (instance.healthPath() == null && !instance.metadata().containsKey(CheckSettings.METADATA_KIND)) {
            return "it has no health check: register a health_path, or health_check in its metadata";
        }
        return instance.protocol() == Protocol.UDP ? "it speaks UDP: only the check dns does" : "it holds no port";
    }

    private static String whoChecks(Instance instance) {
        return Endpoints.isLocal(instance.ipAddress())
                ? ": only a node of its own host " + instance.host() + " reaches " + instance.ipAddress()
                : "";
    }

    private static HealthReport unknown(Instance instance, HealthReport last, String detail) {
        return new HealthReport(
                instance.serviceId(),
                instance.serviceName(),
                HealthStatus.UNKNOWN,
                null,
                null,
                detail,
                last == null ? null : last.checkedAt(),
                last == null ? 0 : last.consecutiveFailures(),
                null,
                last == null ? null : last.node());
    }
}
