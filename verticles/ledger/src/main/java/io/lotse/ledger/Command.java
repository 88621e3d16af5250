package io.lotse.ledger;

import io.lotse.contracts.ledger.Transaction;

/**
 * What stands in the log.
 *
 * @param attempt the same for each try of one commit, so that a try that was lost and found is made once; null where the
 *     transaction has a request id
 * @param transaction what to make
 */
record Command(String attempt, Transaction transaction) {}
