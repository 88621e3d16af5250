package io.lotse.contracts.verdicts;

import io.lotse.contracts.Doc;
import io.lotse.contracts.PageLimit;

/** Asks for verdicts. */
@Doc("Asks for verdicts, the newest first; what is absent does not filter.")
public record VerdictQuery(
        @Doc("The service's name; absent for all") String service,
        @Doc("The instance's id; absent for all") String serviceId,
        @Doc("What is wrong; absent for all") VerdictKind kind,
        @Doc("Whether those that hold no more are wanted too; absent for those that hold alone") Boolean ended,
        @Doc("Where the page begins, the last page's next; absent for the first") String cursor,
        @Doc(value = "The largest number of verdicts, 1 to 1000; absent for 100", min = 1, max = PageLimit.MAX)
                Integer limit) {
    public VerdictQuery {
        limit = PageLimit.of(limit);
    }
}
