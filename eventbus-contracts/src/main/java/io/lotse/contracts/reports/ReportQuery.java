package io.lotse.contracts.reports;

import io.lotse.contracts.Doc;
import io.lotse.contracts.PageLimit;

/** Asks which reports are kept, the newest first; what is absent does not filter. */
@Doc("Asks which reports are kept, the newest first; what is absent does not filter.")
public record ReportQuery(
        @Doc("Reports of this service; absent for all") String service,
        @Doc("Where the page begins, the last page's next; absent for the first") String cursor,
        @Doc(value = "The largest number of reports, 1 to 1000; absent for 100", min = 1, max = PageLimit.MAX)
                Integer limit) {
    public ReportQuery {
        limit = PageLimit.of(limit);
    }
}
