package io.lotse.reports;

import io.lotse.statistics.Curve;

/**
 * How long users waited beyond what an answer may take. Of each step of time the p50, p95, p99 and the longest
 * are known; between them latencies grow by equal ratios, and the faster half counts as the p50.
 *
 * @param seconds in all
 * @param requests how many took longer
 * @param share of all requests
 * @param lasting in how many stretches of time some took longer, each one of several in a row: a pause of a busy machine is over
 *     before
 * @param of of how many stretches; a stretch is a step, or as many as it takes for enough requests
 */
record Waiting(double seconds, double requests, double share, int lasting, int of) {
    private static final double[] SHARES = {0, 0.5, 0.95, 0.99, 1};
    private static final double MILLIS = 1_000;
    private static final double LEAST_MILLIS = 1e-3;
    /** So many of a stretch's requests are no accident. */
    private static final double SOME = 0.01;
    /** Fewer requests do not show one in ten. */
    private static final double ENOUGH = 20;
    /** Fewer stretches in a row are a pause. */
    private static final int IN_A_ROW = 3;

    static Waiting of(Figures figures, double targetMillis) {
        Curve requests = figures.of(FigureName.REQUESTS);
        Curve p50 = figures.of(FigureName.P50);
        Curve p95 = figures.of(FigureName.P95);
        Curve p99 = figures.of(FigureName.P99);
        Curve longest = figures.of(FigureName.LONGEST);
        double seconds = 0;
        double slow = 0;
        double all = 0;
        Stretches stretches = new Stretches();
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
            stretches.add(count, count * above);
        }
        return new Waiting(seconds, slow, all == 0 ? 0 : slow / all, stretches.lasting, stretches.of);
    }

    /** Steps, joined until they have enough requests. */
    private static final class Stretches {
        private double requests;
        private double slow;
        private int inARow;
        private int lasting;
        private int of;

        void add(double count, double slowOnes) {
            requests += count;
            slow += slowOnes;
            if (requests < ENOUGH) {
                return;
            }
            of++;
            inARow = slow >= SOME * requests ? inARow + 1 : 0;
            if (inARow >= IN_A_ROW) {
                // those before it count from now on, too
                lasting += inARow == IN_A_ROW ? IN_A_ROW : 1;
            }
            requests = 0;
            slow = 0;
        }
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
