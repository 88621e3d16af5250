package io.lotse.observer;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

import io.lotse.contracts.verdicts.Deploy;
import io.lotse.statistics.Curve;

import static io.lotse.observer.Corpus.between;
import static io.lotse.observer.Signal.DAY;
import static io.lotse.observer.Signal.HOUR;

/** Services that are deployed, and take longer since, or do not, or do for another reason. */
final class RegressionCorpus implements Corpus {
    /** Minutes after the deploy at which they are judged. */
    private static final int[] MOMENTS = {HOUR, 3 * HOUR, 9 * HOUR, DAY};

    private final RegressionDetector detector = new RegressionDetector(VerdictLimits.DEFAULT.regression());

    /** A service seen from a while before a deploy until a day after. */
    private final class Service {
        private final Random random;
        private final int deploy;
        private final int begin;
        private final boolean loadKnown;
        private final Signal load;
        private final Signal latency;
        private final double waits;

        Service(Random random) {
            this.random = random;
            boolean days = random.nextBoolean();
            int before = days ? between(random, 2 * DAY, 4 * DAY) : between(random, 2 * HOUR, 20 * HOUR);
            this.loadKnown = !days || random.nextBoolean();
            this.begin = between(random, 0, 7 * DAY);
            this.deploy = before;
            this.waits = between(random, 0.0, 0.4);
            this.load = Signal.flat(random, begin, before + DAY, between(random, 5, 500))
                    .daily(between(random, 0.2, 0.8));
            this.latency =
                    Signal.flat(random, begin, before + DAY, Math.exp(between(random, Math.log(8), Math.log(400))));
        }

        /** Latency is the version's own, and more under load; the minutes of a deploy are slow. */
        Service asUsual() {
            double usual = load.value(0);
            load.noise(0.08, 0.4);
            latency.times(i -> 1 + waits * (load.value(i) / usual - 1) * 0.5);
            latency.times(i -> i >= deploy && i < deploy + 8 ? 3 : 1);
            latency.noise(between(random, 0.03, 0.2), 0.5).bursts(4, 8, 4);
            return this;
        }

        boolean isSlowerAt(int minutesAfter) {
            return isSlower(latency.curve(), loadKnown ? load.curve() : Curve.EMPTY, minutesAfter);
        }

        private boolean isSlower(Curve seen, Curve loads, int minutesAfter) {
            return detector.judge(
                            seen,
                            loads,
                            new Deploy(Signal.at(begin + deploy), "1", "2"),
                            Signal.at(begin + deploy).plus(Duration.ofMinutes(minutesAfter)))
                    .isPresent();
        }

        boolean isSlowerAtAnyTime() {
            Curve seen = latency.curve();
            Curve loads = loadKnown ? load.curve() : Curve.EMPTY;
            return Arrays.stream(MOMENTS).anyMatch(moment -> isSlower(seen, loads, moment));
        }

        Service slower(IntToDoubleFunction factorByMinutesSince) {
            latency.times(i -> factorByMinutesSince.applyAsDouble(i - deploy));
            return this;
        }
    }

    @Override
    public boolean alarms(Random random) {
        int kind = random.nextInt(6);
        Service service = new Service(random);
        switch (kind) {
            case 0 -> {
                // another version, as fast
            }
            case 1 -> {
                double step = between(random, 0.4, 2.5);
                int at = between(random, -HOUR, 3 * HOUR);
                boolean known = service.loadKnown;
                service.load.times(i -> known && i - service.deploy > at ? step : 1);
            }
            case 2 -> {
                double tau = between(random, 3, 12);
                service.slower(m -> m < 0 ? 1 : 1 + 3 * StrictMath.exp(-m / tau));
            }
            case 3 -> {
                int later = between(random, 65, 8 * HOUR);
                double factor = between(random, 1.3, 3);
                service.slower(m -> m > later ? factor : 1);
            }
            case 4 -> {
                int earlier = between(random, 40, 2 * HOUR);
                double factor = between(random, 1.3, 3);
                service.slower(m -> m > -earlier ? factor : 1);
            }
            default -> {
                double little = between(random, 0.5, 1.08);
                service.slower(m -> m < 0 ? 1 : little);
            }
        }
        return service.asUsual().isSlowerAtAnyTime();
    }

    /** From half as long again to four times as long; by a half at least where nothing but nearness is known. */
    @Override
    public boolean finds(Random random) {
        Service service = new Service(random);
        double factor = Math.exp(between(random, Math.log(1.5), Math.log(4)));
        return service.slower(m -> m < 0 ? 1 : factor).asUsual().isSlowerAt(between(random, 2 * HOUR, DAY));
    }
}
