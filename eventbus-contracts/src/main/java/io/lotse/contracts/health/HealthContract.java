package io.lotse.contracts.health;

import java.time.Duration;
import java.util.Set;

import io.lotse.contracts.EventType;
import io.lotse.contracts.Operation;
import io.lotse.contracts.ProblemCode;

/** What the observer can be asked, and what it tells. Every node answers from its own memory. */
public final class HealthContract {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(8);

    /** The entry of an instance's metadata that names the kind of its health check. */
    public static final String CHECK_METADATA = "health_check";

    public static final Operation<HealthQuery, HealthPage> HEALTH = new Operation<>(
            "lotse.observer.health.v1",
            HealthQuery.class,
            HealthPage.class,
            "Tells how instances were when they were checked last",
            TIMEOUT,
            Set.of(ProblemCode.UNKNOWN_SERVICE, ProblemCode.UNKNOWN_INSTANCE));

    public static final Operation<HealthHistoryQuery, HealthHistory> HISTORY = new Operation<>(
            "lotse.observer.history.v1",
            HealthHistoryQuery.class,
            HealthHistory.class,
            "Lists the last checks of an instance",
            TIMEOUT,
            Set.of(ProblemCode.UNKNOWN_INSTANCE));

    public static final Operation<BreachQuery, BreachPage> BREACHES = new Operation<>(
            "lotse.observer.breaches.v1",
            BreachQuery.class,
            BreachPage.class,
            "Lists the thresholds that were crossed, the newest first",
            TIMEOUT,
            Set.of());

    public static final Operation<ThresholdsQuery, Thresholds> THRESHOLDS = new Operation<>(
            "lotse.observer.thresholds.v1",
            ThresholdsQuery.class,
            Thresholds.class,
            "Tells which thresholds hold, and who says them",
            TIMEOUT,
            Set.of());

    public static final Operation<ThresholdsChange, Thresholds> CHANGE_THRESHOLDS = new Operation<>(
            "lotse.observer.change-thresholds.v1",
            ThresholdsChange.class,
            Thresholds.class,
            "Puts the thresholds of the whole mesh into the ledger; all nodes follow",
            WRITE_TIMEOUT,
            Set.of(
                    ProblemCode.CONFLICT,
                    ProblemCode.IDEMPOTENCY_KEY_REUSED,
                    ProblemCode.LEDGER_UNAVAILABLE,
                    ProblemCode.OUTCOME_UNKNOWN));

    public static final EventType<Breach> THRESHOLD_CROSSED = new EventType<>(
            "ThresholdCrossed",
            "lotse.observer.threshold-crossed.v1",
            Breach.class,
            EventType.Reach.MESH,
            "A figure of an instance went above a threshold or came back below; told by the node that checks it");

    public static final EventType<HealthBatch> HEALTH_CHECKED = new EventType<>(
            "HealthChecked",
            "lotse.observer.health-checked.v1",
            HealthBatch.class,
            EventType.Reach.MESH,
            "A node tells the results of its health checks, about once a second");

    public static final EventType<HealthChange> HEALTH_CHANGED = new EventType<>(
            "HealthChanged",
            "lotse.observer.health-changed.v1",
            HealthChange.class,
            EventType.Reach.MESH,
            "An instance became up, degraded or down; told by the node that checks it");

    private HealthContract() {}
}
