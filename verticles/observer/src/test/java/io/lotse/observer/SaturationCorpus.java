package io.lotse.observer;

import java.util.Arrays;
import java.util.Random;

import io.lotse.statistics.Curve;

import static io.lotse.observer.Corpus.between;
import static io.lotse.observer.Signal.DAY;
import static io.lotse.observer.Signal.HOUR;

/** Services whose processors are busy, with and without anybody who waits for it. */
final class SaturationCorpus implements Corpus {
    private static final int MINUTES = DAY + 6 * HOUR;
    private static final int[] MOMENTS = {DAY - 2 * HOUR, DAY, DAY + 2 * HOUR, DAY + 4 * HOUR, MINUTES};

    private final SaturationDetector detector = new SaturationDetector(VerdictLimits.DEFAULT.saturation());

    /** Latency grows as waiting does, with the share that is used. */
    private final class Service {
        private final Random random;
        private final int begin;
        private final double own;
        private final double inLine;
        private final Signal used;
        private Signal latency;

        Service(Random random, double mean) {
            this.random = random;
            this.begin = between(random, 0, 7 * DAY);
            this.own = between(random, 5, 200);
            this.inLine = between(random, 0.5, 1);
            this.used = Signal.flat(random, begin, MINUTES, mean).daily(between(random, 0.1, 0.4));
        }

        Service asUsual() {
            used.noise(between(random, 0.02, 0.1), 0.5).map(u -> Math.min(1, Math.max(0, u)));
            latency = Signal.flat(random, begin, MINUTES, own)
                    .times(i -> 1 + inLine * used.value(i) / (1.03 - Math.min(1, used.value(i))) * 0.4);
            return this;
        }

        Service noise() {
            latency.noise(between(random, 0.03, 0.2), 0.4).bursts(4, 6, 4);
            return this;
        }

        boolean isFound(int... minutes) {
            Curve shares = used.curve();
            Curve latencies = latency.curve();
            return Arrays.stream(minutes)
                    .anyMatch(minute -> detector.judge("cpu", shares, latencies, Signal.at(begin + minute))
                            .isPresent());
        }
    }

    @Override
    public boolean alarms(Random random) {
        Service service = new Service(random, between(random, 0.1, 0.5));
        int at = between(random, DAY - 4 * HOUR, DAY + 4 * HOUR);
        switch (random.nextInt(4)) {
            case 0 -> service.asUsual();
            case 1 -> {
                // a batch that takes what is left, at the lowest priority
                int length = between(random, 15, 5 * HOUR);
                service.asUsual();
                service.used.plus(i -> i >= at && i < at + length ? 0.97 - service.used.value(i) : 0);
            }
            case 2 -> {
                // starts, collections, bursts: over before anybody could do anything
                int length = between(random, 2, 11);
                int every = between(random, 40, 200);
                service.used.plus(i -> i % every < length ? 0.9 : 0);
                service.asUsual();
            }
            default -> {
                // slow for another reason, with room
                double factor = between(random, 2, 8);
                service.asUsual().latency.times(i -> i >= at ? factor : 1);
            }
        }
        return service.noise().isFound(MOMENTS);
    }

    /** More load than it can take, for half an hour or more. */
    @Override
    public boolean finds(Random random) {
        Service service = new Service(random, between(random, 0.2, 0.5));
        int length = between(random, 30, 5 * HOUR);
        double extra = between(random, 0.65, 1.2);
        service.used.plus(i -> i >= MINUTES - length ? extra : 0);
        return service.asUsual().noise().isFound(MINUTES);
    }
}
