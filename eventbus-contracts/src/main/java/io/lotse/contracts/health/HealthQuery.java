package io.lotse.contracts.health;

import io.lotse.contracts.Doc;
import io.lotse.contracts.PageLimit;

/** Asks how instances are. */
@Doc("Asks how instances are, by id, page by page; what is absent does not filter.")
public record HealthQuery(
        @Doc("The service's name; absent for all") String service,
        @Doc("The instance's id; absent for all") String serviceId,
        @Doc("up, degraded, down or unknown; absent for all") HealthStatus status,
        @Doc("Where the page begins, the last page's next; absent for the first") String cursor,
        @Doc(value = "The largest number of reports, 1 to 1000; absent for 100", min = 1, max = PageLimit.MAX)
                Integer limit) {
    public HealthQuery {
        limit = PageLimit.of(limit);
    }

    /** Asks about all instances. */
    public static HealthQuery all() {
        return new HealthQuery(null, null, null, null, null);
    }

    /** Asks about one instance. */
    public static HealthQuery of(String serviceId) {
        return new HealthQuery(null, serviceId, null, null, null);
    }
}
