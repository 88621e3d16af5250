package io.lotse.reports;

import io.lotse.statistics.Curve;

/**
 * How long users waited beyond what an answer may take. Of each step of time the p50, p95, p99 and the longest
 * are known; between them latencies grow by equal ratios, and the faster half counts as the p50.
 *
 * @param seconds in all
 * @param requests how many took longer
 * @param share of all requests
 * @param steps in how many steps of time some took longer
 * @param of of how many steps with requests
 */
record Waiting(double seconds, double requests, double share, int steps, int of) {
    private static final double[] SHARES = {0, 0.5, 0.95, 0.99, 1};
    private static final double MILLIS = 1_000;
    private static final double LEAST_MILLIS = 1e-3;
    /** So many of a step's requests are no accident. */
    private static final double SOME = 0.01;

    static Waiting of(Figures figures, double targetMillis) {
        Curve requests = figures.of(FigureName.REQUESTS);
        Curve p50 = figures.of(FigureName.P50);
        Curve p95 = figures.of(FigureName.P95);
        Curve p99 = figures.of(FigureName.P99);
        Curve longest = figures.of(FigureName.LONGEST);
        double seconds = 0;
        double slow = 0;
        double all = 0;
        int steps = 0;
        int of = 0;
        for (int i = 0; i < requests.size(); i++) {
            long at = requests.atMillis()[i];
            double count = requests.values()[i] * figures.stepSeconds();
            double half = Math.max(p50.at(at), LEAST_MILLIS);
            double[] latency = {half, half, p95.at(at), p99.at(at), longest.at(at)};
            if (count <= 0 || Double.isNaN(latency[0] + latency[2] + latency[3] + latency[4])) {
                continue;
            }
            double above = 0;
            for (int k = 1; k < SHARES.length; k++) {
                double width = SHARES[k] - SHARES[k - 1];
                seconds += count * width * excess(latency[k - 1], latency[k], targetMillis) / MILLIS;
                above += width * above(latency[k - 1], latency[k], targetMillis);
            }
            slow += count * above;
            all += count;
            steps += above >= SOME ? 1 : 0;
            of++;
        }
        return new Waiting(seconds, slow, all == 0 ? 0 : slow / all, steps, of);
    }

    /** The mean of what is above the target between two latencies. */
    private static double excess(double from, double to, double target) {
        if (to <= target) {
            return 0;
        }
        double begin = Math.max(from, target);
        double growth = Math.log(to / from);
        double mean = growth < 1e-9 ? to : (to - begin) / growth;
        return growth < 1e-9 ? mean - target : mean - target * above(from, to, target);
    }

    /** The share of those between two latencies that are above the target. */
    private static double above(double from, double to, double target) {
        if (from >= target) {
            return 1;
        }
        return to <= target ? 0 : Math.log(to / target) / Math.log(to / from);
    }
}
