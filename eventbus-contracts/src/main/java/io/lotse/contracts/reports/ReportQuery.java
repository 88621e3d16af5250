package io.lotse.contracts.reports;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Doc;

/** Asks which reports are kept, the newest first; what is absent does not filter. */
@Doc("Asks which reports are kept, the newest first; what is absent does not filter.")
public record ReportQuery(
        @Doc("Reports of this service; absent for all") String service,
        @Doc("Where the page begins, the last page's next; absent for the first") String cursor,
        @Doc("The largest number of reports, 1 to 1000; absent for 100") Integer limit) {
    public static final int DEFAULT_LIMIT = 100;
    public static final int MAX_LIMIT = 1000;

    public ReportQuery {
        limit = limit == null ? DEFAULT_LIMIT : limit;
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ContractException.invalid("limit", "is " + limit + ": give 1 to " + MAX_LIMIT);
        }
    }
}
