package io.lotse.contracts.alerts;

import io.lotse.contracts.Doc;
import io.lotse.contracts.PageLimit;

/** Asks for alerts, the newest first; what is absent does not filter. */
@Doc("Asks for alerts, the newest first; what is absent does not filter.")
public record AlertQuery(
        @Doc("firing, acknowledged, silenced, inhibited or resolved; absent for all that hold") AlertStatus status,
        @Doc("Whether those that hold no more are wanted too; absent for no") Boolean all,
        @Doc("The service's name; absent for all") String service,
        @Doc("Those that are as bad; absent for all") AlertSeverity severity,
        @Doc("What they are about; absent for all") AlertKind kind,
        @Doc("Where the page begins, the last page's next; absent for the first") String cursor,
        @Doc(value = "The largest number of alerts, 1 to 1000; absent for 100", min = 1, max = PageLimit.MAX)
                Integer limit) {
    public AlertQuery {
        limit = PageLimit.of(limit);
    }
}
