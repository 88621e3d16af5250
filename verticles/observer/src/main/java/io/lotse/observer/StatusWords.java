package io.lotse.observer;

import java.util.Locale;
import java.util.Set;

import io.lotse.contracts.health.HealthStatus;

/** What services write for how they are. */
final class StatusWords {
    private static final Set<String> WELL = Set.of("up", "pass", "passing", "ok", "healthy");
    private static final Set<String> WARNED = Set.of("warn", "warning", "degraded");
    private static final Set<String> ILL =
            Set.of("down", "fail", "failed", "failing", "error", "critical", "unhealthy", "out_of_service");

    private StatusWords() {}

    /** Unknown for a word that none of the formats uses, and for null. */
    static HealthStatus meaning(String word) {
        String lower = word == null ? "" : word.toLowerCase(Locale.ROOT);
        if (WELL.contains(lower)) {
            return HealthStatus.UP;
        }
        if (WARNED.contains(lower)) {
            return HealthStatus.DEGRADED;
        }
        return ILL.contains(lower) ? HealthStatus.DOWN : HealthStatus.UNKNOWN;
    }
}
