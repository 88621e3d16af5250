package io.lotse.observer;

import java.time.Duration;
import java.util.List;

/**
 * What a bottleneck shows in: how a service's latency rose along with that of one that it depends on.
 *
 * @param dependency the service that holds up the others
 * @param path from the slow service to the one that holds it up, each depending on the next
 * @param usual the slow service's latency as it was until lately
 * @param now the slow service's latency now
 * @param dependencyUsual the dependency's latency as it was until lately
 * @param dependencyNow the dependency's latency now
 * @param share the share of the rise that the dependency explains, 0 to 1, if each request calls it once
 * @param correlation how closely the two rise and fall together, -1 to 1 (Spearman)
 * @param windows how many windows of a minute were compared
 */
record BottleneckEvidence(
        String dependency,
        List<String> path,
        Duration usual,
        Duration now,
        Duration dependencyUsual,
        Duration dependencyNow,
        double share,
        double correlation,
        int windows) {}
