package io.lotse.observer;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

import io.lotse.statistics.Curve;

import static io.lotse.observer.Corpus.between;
import static io.lotse.observer.Signal.DAY;
import static io.lotse.observer.Signal.HOUR;

/** Traffic of eight days, with nights and weekends; on the last day something is otherwise, or is not. */
final class AnomalyCorpus implements Corpus {
    private static final int MINUTES = 8 * DAY;
    private static final int[] MOMENTS =
            IntStream.rangeClosed(1, 8).map(n -> MINUTES - DAY + n * 3 * HOUR).toArray();

    private final AnomalyDetector detector = new AnomalyDetector(VerdictLimits.DEFAULT.anomaly());

    private final class Service {
        private final Random random;
        private final int begin;
        private final Signal requests;

        Service(Random random) {
            this.random = random;
            this.begin = between(random, 0, 7 * DAY);
            double weekend = between(random, 0.3, 1.1);
            double growth = between(random, -0.01, 0.02);
            this.requests = Signal.flat(
                            random, begin, MINUTES, Math.exp(between(random, Math.log(20), Math.log(2_000))))
                    .daily(between(random, 0.1, 0.85))
                    .times(i -> (begin + i) / DAY % 7 >= 5 ? weekend : 1)
                    .times(i -> 1 + growth * i / DAY);
        }

        /** Each day is a little more or less than the last, on top of the noise of the minute. */
        Service asUsual() {
            double scatter = between(random, 0.0, 0.08);
            double[] days = new double[17];
            for (int d = 0; d < days.length; d++) {
                days[d] = 1 + scatter * Math.max(-2, Math.min(2, random.nextGaussian()));
            }
            requests.times(i -> days[(begin + i) / DAY]).noise(between(random, 0.03, 0.25), 0.4);
            return this;
        }

        boolean isFound(int... minutes) {
            Curve seen = requests.curve();
            return Arrays.stream(minutes)
                    .anyMatch(minute -> detector.judge("requests_per_second", seen, 1, Signal.at(begin + minute))
                            .isPresent());
        }
    }

    @Override
    public boolean alarms(Random random) {
        Service service = new Service(random);
        int at = MINUTES - DAY + random.nextInt(DAY);
        switch (random.nextInt(4)) {
            case 0 -> {
                // a day like others
            }
            case 1 -> service.requests.bursts(3, 15, between(random, 2, 10));
            case 2 -> service.requests.times(i -> i >= at && i < at + 12 ? 0.02 : 1);
            default -> {
                // a batch that comes each day, not on the minute
                int usual = random.nextInt(DAY);
                int length = between(random, 20, 90);
                int[] late = random.ints(9, 0, 20).toArray();
                service.requests.times(i -> {
                    int since = i % DAY - usual - late[i / DAY];
                    return since >= 0 && since < length ? 3 : 1;
                });
            }
        }
        return service.asUsual().isFound(MOMENTS);
    }

    /** For an hour and more it is twice to six times the usual, or a third and less. */
    @Override
    public boolean finds(Random random) {
        Service service = new Service(random);
        int at = MINUTES - between(random, HOUR, 8 * HOUR);
        double factor = random.nextBoolean() ? between(random, 2.2, 6) : between(random, 0, 0.3);
        service.requests.times(i -> i >= at ? factor : 1);
        return service.asUsual().isFound(MINUTES);
    }
}
