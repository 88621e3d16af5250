package io.lotse.gateway;

import java.util.List;

import org.HdrHistogram.IntCountsHistogram;

/**
 * What one event loop counts of its requests to one endpoint, until it is told. A request adds to a few fields and to a
 * histogram that is made once.
 */
final class Traffic {
    static final int SIGNIFICANT_DIGITS = 2;

    private static final long NANOS_PER_MICRO = 1_000;
    /** What takes longer counts as this. */
    private static final long LONGEST_MICROS = 3_600_000_000L;

    private final String service;
    private final String instance;
    /** Those that have something to tell; null for one that nobody asks. */
    private final List<Traffic> busy;

    private boolean isBusy;
    private long requests;
    private long errors;
    private int running;
    /** Null until something was timed. */
    private IntCountsHistogram micros;

    /** @param busy where it puts itself when it has something to tell; null for nowhere */
    Traffic(String service, String instance, List<Traffic> busy) {
        this.service = service;
        this.instance = instance;
        this.busy = busy;
    }

    String service() {
        return service;
    }

    /** A request is on its way. */
    void begun() {
        running++;
        tell();
    }

    /** A request is over, whatever became of it. */
    void ended() {
        running--;
    }

    /** The head of an answer came. */
    void answered(long nanos, boolean isError) {
        requests++;
        errors += isError ? 1 : 0;
        time(nanos);
    }

    /** A request was sent and will not be answered. */
    void failed(long nanos) {
        answered(nanos, true);
    }

    /** A request could not even be sent. */
    void connectFailed() {
        requests++;
        errors++;
        tell();
    }

    /** An answer whose head had come broke off. */
    void brokeOff() {
        errors++;
        tell();
    }

    private void time(long nanos) {
        tell();
        if (busy != null) {
            if (micros == null) {
                micros = new IntCountsHistogram(SIGNIFICANT_DIGITS);
            }
            micros.recordValue(micros(nanos));
        }
    }

    /** How a time is counted, in microseconds. */
    static long micros(long nanos) {
        return Math.max(0, Math.min(LONGEST_MICROS, nanos / NANOS_PER_MICRO));
    }

    private void tell() {
        if (!isBusy && busy != null) {
            isBusy = true;
            busy.add(this);
        }
    }

    /**
     * Hands over what was counted and begins anew.
     *
     * @return whether there is no more to tell until the next request
     */
    boolean drainTo(TrafficSums sums) {
        sums.add(service, instance, requests, errors, running, micros);
        requests = 0;
        errors = 0;
        if (micros != null) {
            micros.reset();
        }
        isBusy = running > 0;
        return !isBusy;
    }
}
