package io.lotse.contracts.supervision;

import java.time.Instant;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Doc;

/** Asks for lines of a log: from where a reader was, else the last ones. */
@Doc("Asks for lines of a log: from where a reader was, else the last ones.")
public record LogQuery(
        @Doc("The name of the set; absent for the log of the node itself") String set,
        @Doc("The service's name; absent for the log of the node itself") String service,
        @Doc(value = "Where to read on: the next of the answer before; absent for the last lines", min = 0) Long from,
        @Doc(value = "How many of the last lines; absent for 100", min = 0, max = 10_000) Integer limit,
        @Doc("Only what was written from then on, to the second; absent for any") Instant since) {
    public LogQuery {
        if (from != null && from < 0) {
            throw ContractException.invalid("from", "is " + from + ": give what an answer said is next");
        }
        if (limit != null && (limit < 0 || limit > 10_000)) {
            throw ContractException.invalid("limit", "is " + limit + ": give 0 to 10000");
        }
    }
}
