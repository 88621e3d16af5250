package io.lotse.gateway;

/**
 * How long an endpoint takes to answer, as one event loop sees it: a mean that forgets, and the same with a memory for
 * peaks, which rises at once and falls slowly (peak EWMA, as in Finagle). Nanoseconds.
 */
final class Latency {
    /** After so long without a request, what is known counts for a third. */
    private static final double DECAY = 10e9;

    private static final double SHARE = 0.1;

    private double mean;
    private double peak;
    private long at;
    private int samples;

    void observe(long latency, long now) {
        if (samples == 0) {
            mean = latency;
            peak = latency;
        } else {
            double weight = Math.exp(-(now - at) / DECAY);
            mean += SHARE * (latency - mean);
            peak = latency > peak ? latency : peak * weight + latency * (1 - weight);
        }
        at = now;
        samples++;
    }

    /** Forgets everything. */
    void reset() {
        samples = 0;
    }

    int samples() {
        return samples;
    }

    double mean() {
        return mean;
    }

    /** Whether it was seen of late: what is older than {@link #DECAY} says nothing any more. */
    boolean isKnown(long now) {
        return samples > 0 && now - at < DECAY;
    }

    /** The peak as it has faded until now; 0 if nothing is known. */
    double peak(long now) {
        return samples == 0 ? 0 : peak * Math.exp(-(now - at) / DECAY);
    }
}
