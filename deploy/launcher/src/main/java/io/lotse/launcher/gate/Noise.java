package io.lotse.launcher.gate;

/**
 * By how much a run may be worse than the baseline: two runs of the same are never alike.
 *
 * @param percent of the baseline
 * @param millis more than that, of times
 * @param points more than that, of failures
 */
public record Noise(double percent, double millis, double points) {
    private static final double PERCENT = 100;

    /** The most that may be measured where the baseline has this. */
    double allowed(Measure measure, double baseline) {
        return baseline * (1 + percent / PERCENT) + (measure == Measure.FAILED_PERCENT ? points : millis);
    }
}
