package io.lotse.contracts.health;

import io.lotse.contracts.Doc;
import io.lotse.contracts.PageLimit;

/** Asks which thresholds were crossed. */
@Doc("Asks which thresholds were crossed, the newest first; what is absent does not filter.")
public record BreachQuery(
        @Doc("The service's name; absent for all") String service,
        @Doc("The instance's id; absent for all") String serviceId,
        @Doc("Where the page begins, the last page's next; absent for the first") String cursor,
        @Doc(value = "The largest number of breaches, 1 to 1000; absent for 100", min = 1, max = PageLimit.MAX)
                Integer limit) {
    public BreachQuery {
        limit = PageLimit.of(limit);
    }
}
