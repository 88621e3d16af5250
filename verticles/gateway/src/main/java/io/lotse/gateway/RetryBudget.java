package io.lotse.gateway;

/**
 * Bounds retries to a share of the requests, so that a service in trouble is not asked a multiple of what it can bear. A few
 * are always allowed, for a route with little traffic. Belongs to one event loop.
 */
final class RetryBudget {
    private static final double RESERVE = 10;
    private static final double MOST = 100;

    private final double share;
    private double balance = RESERVE;

    /** @param percent how many retries there may be, in percent of the requests */
    RetryBudget(int percent) {
        share = percent / 100.0;
    }

    void deposit() {
        balance = Math.min(MOST, balance + share);
    }

    /** Whether one more retry is within the budget, which is then used. */
    boolean withdraw() {
        if (balance < 1) {
            return false;
        }
        balance -= 1;
        return true;
    }
}
