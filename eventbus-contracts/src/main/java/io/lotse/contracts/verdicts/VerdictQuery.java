package io.lotse.contracts.verdicts;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Doc;

/** Asks for verdicts. */
@Doc("Asks for verdicts, the newest first; what is absent does not filter.")
public record VerdictQuery(
        @Doc("The service's name; absent for all") String service,
        @Doc("The instance's id; absent for all") String serviceId,
        @Doc("What is wrong; absent for all") VerdictKind kind,
        @Doc("Whether those that hold no more are wanted too; absent for those that hold alone") Boolean ended,
        @Doc("Where the page begins, the last page's next; absent for the first") String cursor,
        @Doc(value = "The largest number of verdicts, 1 to 1000; absent for 100", min = 1, max = MAX_LIMIT)
                Integer limit) {

    public static final int DEFAULT_LIMIT = 100;
    public static final int MAX_LIMIT = 1000;

    public VerdictQuery {
        limit = limit == null ? DEFAULT_LIMIT : limit;
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ContractException.invalid("limit", "is " + limit + ": give 1 to " + MAX_LIMIT);
        }
    }
}
