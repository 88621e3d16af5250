package io.lotse.ledger;

import io.lotse.contracts.ledger.OutcomeQuery;
import io.lotse.contracts.ledger.RangeRequest;

/**
 * What a voter can be asked: one of these.
 *
 * @param range a page of keys
 * @param outcome what became of a request id
 * @param changesAfter the changes behind this revision, with the voter's status
 * @param waitMillis how long to wait for changes where there are none yet
 */
record Query(RangeRequest range, OutcomeQuery outcome, Long changesAfter, int waitMillis) {

    static Query of(RangeRequest range) {
        return new Query(range, null, null, 0);
    }

    static Query of(OutcomeQuery outcome) {
        return new Query(null, outcome, null, 0);
    }

    static Query changes(long after, int waitMillis) {
        return new Query(null, null, after, waitMillis);
    }
}
