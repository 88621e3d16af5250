package io.lotse.observer;

/** How several values become one. */
enum Fold {
    SUM,
    MEAN,
    LEAST,
    MOST;

    /** Takes values one by one. */
    static final class Values {
        private int count;
        private double sum;
        private double least = Double.POSITIVE_INFINITY;
        private double most = Double.NEGATIVE_INFINITY;

        void add(double value) {
            count++;
            sum += value;
            least = Math.min(least, value);
            most = Math.max(most, value);
        }

        void add(Values others) {
            count += others.count;
            sum += others.sum;
            least = Math.min(least, others.least);
            most = Math.max(most, others.most);
        }

        boolean isEmpty() {
            return count == 0;
        }

        /** What they become; not a number if there is none. */
        double folded(Fold how) {
            if (isEmpty()) {
                return Double.NaN;
            }
            return switch (how) {
                case SUM -> sum;
                case MEAN -> sum / count;
                case LEAST -> least;
                case MOST -> most;
            };
        }
    }
}
