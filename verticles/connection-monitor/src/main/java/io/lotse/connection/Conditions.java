package io.lotse.connection;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.PageLimit;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.health.HealthChange;
import io.lotse.contracts.health.HealthContract;
import io.lotse.contracts.health.HealthPage;
import io.lotse.contracts.health.HealthQuery;
import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.supervision.SupervisedService;

/** How instances are, and when each was down last, as far as this node heard. Lives on one event loop. */
final class Conditions {
    private final EventBus bus;
    private final Map<String, Down> downs = new HashMap<>();

    /**
     * A time in which an instance was down.
     *
     * @param until null while it is
     * @param restartedBy who started it again of his own accord; null for nobody
     */
    record Down(Instant since, Instant until, String restartedBy) {}

    Conditions(EventBus bus) {
        this.bus = bus;
    }

    /** The health of an instance became another. */
    void changed(HealthChange change) {
        HealthReport report = change.report();
        if (report.status() == HealthStatus.DOWN) {
            down(report.serviceId(), report.since());
        } else if (change.before() == HealthStatus.DOWN) {
            up(report.serviceId(), report.since());
        }
    }

    /** A supervised service ended by itself. */
    void ended(SupervisedService service) {
        if (service.serviceId() != null) {
            down(service.serviceId(), service.since());
        }
    }

    /** Its supervisor started it again. */
    void restarted(SupervisedService service) {
        downs.computeIfPresent(
                service.serviceId(),
                (id, down) -> new Down(down.since(), down.until(), "by the supervisor of " + service.node()));
    }

    /** It is ready, so that it is not down because of its end. */
    void ready(SupervisedService service) {
        if (downs.containsKey(service.serviceId())) {
            up(service.serviceId(), service.since());
        }
    }

    /** From the first that was heard of it on, however many say so. */
    private void down(String serviceId, Instant since) {
        downs.merge(serviceId, new Down(since, null, null), (known, now) -> known.until() == null ? known : now);
    }

    private void up(String serviceId, Instant at) {
        downs.merge(
                serviceId,
                new Down(at, at, null),
                (known, now) -> known.until() == null ? new Down(known.since(), at, known.restartedBy()) : known);
    }

    /** When the instance was down last; empty if nobody said that it was. */
    Optional<Down> lastDown(String serviceId) {
        return Optional.ofNullable(downs.get(serviceId));
    }

    /** Forgets all but these. */
    void retain(Map<String, Instance> instances) {
        downs.keySet().retainAll(instances.keySet());
    }

    /** The last report of an instance; empty if nobody checked it, or it is not registered any more. */
    Future<Optional<HealthReport>> report(String serviceId) {
        return HealthContract.HEALTH
                .call(bus, HealthQuery.of(serviceId))
                .map(page -> page.items().stream().findFirst())
                .recover(e -> e instanceof ContractException c && c.code() == ProblemCode.UNKNOWN_INSTANCE
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(e));
    }

    /** The last report of each instance, by its id. */
    Future<Map<String, HealthReport>> reports() {
        return page(null, new HashMap<>());
    }

    private Future<Map<String, HealthReport>> page(String cursor, Map<String, HealthReport> found) {
        HealthQuery query = new HealthQuery(null, null, null, cursor, PageLimit.MAX);
        return HealthContract.HEALTH.call(bus, query).compose((HealthPage page) -> {
            page.items().forEach(report -> found.put(report.serviceId(), report));
            return page.next() == null ? Future.succeededFuture(found) : page(page.next(), found);
        });
    }

    /**
     * Since when an instance is broken: it fails its health check, or its heartbeats stopped.
     *
     * @param report null if nobody checked it
     * @return empty if it is not
     */
    static Optional<Instant> brokenSince(Instance instance, HealthReport report, Instant now) {
        if (report != null && report.status() == HealthStatus.DOWN) {
            return Optional.of(report.since() == null ? now : report.since());
        }
        if (instance.status() == InstanceStatus.INACTIVE) {
            return Optional.of(instance.lastHeartbeat() == null ? now : instance.lastHeartbeat());
        }
        return Optional.empty();
    }
}
