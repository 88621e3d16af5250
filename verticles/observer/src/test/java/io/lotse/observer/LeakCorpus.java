package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

import io.lotse.statistics.Curve;

import static io.lotse.observer.Corpus.between;
import static io.lotse.observer.Signal.DAY;
import static io.lotse.observer.Signal.HOUR;

/** Services that hold memory: some look as if they leaked, some do. */
final class LeakCorpus implements Corpus {
    private static final double MEGA = 1e6;
    private static final int MOMENTS = 4;
    /** Of a young run: values a minute. */
    private static final int TICKS = 6;

    private final LeakDetector detector = new LeakDetector(VerdictLimits.DEFAULT.leak());

    /** One run of an instance, which began at a minute and is seen until another. */
    private final class Run {
        private final Random random;
        private final int begin;
        private final int minutes;
        private final double base;
        private final Signal memory;
        private Signal load;
        private Double limit;
        /** Of a young run ten seconds, as the last hours are kept; then minutes below are these. */
        private Duration apart = Duration.ofMinutes(1);

        Run(Random random, int minutes) {
            this.random = random;
            this.begin = between(random, 0, 7 * DAY);
            this.minutes = minutes;
            this.base = between(random, 60, 2_000) * MEGA;
            this.memory = Signal.flat(random, begin, minutes, base);
            this.limit = random.nextBoolean() ? base * between(random, 2.0, 8.0) : null;
        }

        /** A start-up, noise, and garbage of many sizes that is collected every few seconds, minutes or hours. */
        Run asUsual(double longestTooth) {
            memory.plus(i -> -0.3 * base * StrictMath.exp(-i / 4.0)).noise(between(random, 0.002, 0.02), 0.5);
            memory.teeth(
                    base * between(random, 0.1, 1.5), Math.exp(between(random, Math.log(0.3), Math.log(longestTooth))));
            return this;
        }

        boolean leaksAt(int minute) {
            return leaksAtAnyTime(minute, minute, 2);
        }

        boolean leaksAtAnyTimeFrom(int minute) {
            return leaksAtAnyTime(minute, minutes, MOMENTS);
        }

        boolean leaksAtAnyTime(int from, int until, int moments) {
            Curve seen = memory.curve(apart);
            Curve loads = load == null ? Curve.EMPTY : load.curve(apart);
            for (int m = 0; m < moments; m++) {
                Instant now = since().plus(apart.multipliedBy(from + (until - from) * m / (moments - 1)));
                if (detector.judge(seen, loads, since(), "2", limit, now).isPresent()) {
                    return true;
                }
            }
            return false;
        }

        private Instant since() {
            return Signal.at(begin);
        }
    }

    @Override
    public boolean alarms(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> flat(random);
            case 1 -> cacheThatLevelsOff(random);
            case 2 -> cacheWithABound(random);
            case 3 -> loadStep(random);
            case 4 -> lazyCollector(random);
            case 5 -> daily(random, between(random, HOUR, 2 * DAY));
            case 6 -> daily(random, between(random, 2 * DAY, 7 * DAY));
            case 7 -> rampOfLoad(random);
            case 8 -> youngCache(random);
            case 9 -> youngRampOfLoad(random);
            case 10 -> youngAndFlat(random);
            default -> wandering(random);
        };
    }

    private boolean flat(Random random) {
        Run run = new Run(random, between(random, HOUR, 3 * DAY)).asUsual(40);
        return run.leaksAtAnyTimeFrom(40);
    }

    private boolean cacheThatLevelsOff(Random random) {
        double tau = Math.exp(between(random, Math.log(10), Math.log(DAY)));
        Run run = new Run(random, (int) Math.min(7 * DAY, tau * between(random, 4, 12)));
        run.memory.plus(i -> run.base * (1 - StrictMath.exp(-i / tau)) * 1.5);
        return run.asUsual(20).leaksAtAnyTimeFrom((int) Math.min(run.minutes - 1, 3 * tau));
    }

    private boolean cacheWithABound(Random random) {
        int full = between(random, 20, DAY);
        Run run = new Run(random, full * between(random, 2, 6));
        double most = between(random, 0.2, 2.0);
        run.memory.plus(i -> run.base * most * Math.min(1, i / (double) full));
        return run.asUsual(20).leaksAtAnyTimeFrom(full * 7 / 4);
    }

    private boolean loadStep(Random random) {
        Run run = new Run(random, between(random, 3 * HOUR, 7 * DAY));
        int step = between(random, run.minutes / 10, run.minutes * 9 / 10);
        double factor = between(random, 1.2, 2.5);
        run.memory.times(i -> i < step ? 1 : 1 + (factor - 1) * (1 - StrictMath.exp(-(i - step) / 10.0)));
        if (random.nextBoolean()) {
            run.load = Signal.flat(random, run.begin, run.minutes, 100)
                    .times(i -> i < step ? 1 : factor)
                    .noise(0.1, 0.3);
        }
        return run.asUsual(30).leaksAtAnyTimeFrom(run.minutes / 3);
    }

    /** An idle service: nothing was collected yet, or twice, so that the floor is not to be seen. */
    private boolean lazyCollector(Random random) {
        Run run = new Run(random, between(random, HOUR, 20 * HOUR));
        run.memory.noise(0.002, 0.5).teeth(between(random, 30, 250) * MEGA, run.minutes / between(random, 0.5, 2.5));
        run.limit = random.nextBoolean() ? run.base + 1_000 * MEGA : null;
        return run.leaksAtAnyTimeFrom(40);
    }

    private boolean daily(Random random, int minutes) {
        Run run = new Run(random, minutes);
        double amplitude = between(random, 0.05, 0.25);
        run.memory.daily(amplitude);
        if (random.nextBoolean()) {
            run.load = Signal.flat(random, run.begin, minutes, 100).daily(0.8).noise(0.1, 0.5);
        }
        if (random.nextInt(3) == 0) {
            int length = between(random, 30, 150);
            run.memory.times(i -> (run.begin + i) % DAY < length ? 1.4 : 1);
        }
        return run.asUsual(30).leaksAtAnyTimeFrom(40);
    }

    /** More and more users for hours, each of whom holds some memory. */
    private boolean rampOfLoad(Random random) {
        Run run = new Run(random, between(random, 3 * HOUR, 12 * HOUR));
        double grows = between(random, 0.5, 4);
        double perUser = between(random, 0.1, 0.9);
        run.memory.times(i -> 1 + perUser * grows * i / run.minutes);
        run.load = Signal.flat(random, run.begin, run.minutes, 50)
                .times(i -> 1 + grows * i / run.minutes)
                .noise(0.1, 0.5);
        return run.asUsual(10).leaksAtAnyTimeFrom(HOUR);
    }

    /** A run of less than an hour, judged every two minutes from its beginning on. */
    private Run young(Random random) {
        Run run = new Run(random, TICKS * between(random, 10, 60));
        run.apart = Duration.ofSeconds(60 / TICKS);
        return run;
    }

    private static boolean leaksWhileYoung(Run run, int from) {
        return run.leaksAtAnyTime(from, run.minutes, (run.minutes - from) / (2 * TICKS) + 2);
    }

    /** Fills at its start, to its bound or by and by to what there is; by up to as much as all the rest takes. */
    private boolean youngCache(Random random) {
        Run run = young(random);
        double most = between(random, 0.2, 1.0);
        double full = TICKS * Math.exp(between(random, Math.log(1), Math.log(30)));
        boolean bound = random.nextBoolean();
        run.memory.plus(i -> run.base * most * (bound ? Math.min(1, i / full) : 1 - StrictMath.exp(-3 * i / full)));
        return leaksWhileYoung(run.asUsual(TICKS * between(random, 0.1, 3.0)), 0);
    }

    /** It gets its share of the requests by and by; each user holds some memory. */
    private boolean youngRampOfLoad(Random random) {
        Run run = young(random);
        double full = run.minutes * between(random, 0.2, 2.0);
        double grows = between(random, 1.0, 10.0);
        double perUser = between(random, 0.1, 0.9);
        run.memory.times(i -> 1 + perUser * grows * Math.min(1, i / full));
        run.load = Signal.flat(random, run.begin, run.minutes, 50)
                .times(i -> 1 + grows * Math.min(1, i / full))
                .noise(0.1, 0.5);
        return leaksWhileYoung(run.asUsual(TICKS * between(random, 0.1, 3.0)), 0);
    }

    private boolean youngAndFlat(Random random) {
        Run run = young(random);
        run.memory.noise(between(random, 0.01, 0.08), 0.5 + 0.49 * random.nextDouble());
        return leaksWhileYoung(run.asUsual(TICKS * between(random, 0.1, 5.0)), 0);
    }

    private boolean wandering(Random random) {
        Run run = new Run(random, between(random, 2 * HOUR, 7 * DAY));
        run.memory.noise(between(random, 0.02, 0.06), 0.98 + 0.018 * random.nextDouble());
        return run.asUsual(20).leaksAtAnyTimeFrom(40);
    }

    @Override
    public boolean finds(Random random) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> fast(random);
            case 2 -> slow(random, false);
            case 3 -> slow(random, true);
            case 4 -> fastest(random);
            default -> withoutTeeth(random);
        };
    }

    /** It doubles within 2 to 6 minutes, and is to be found within 20 minutes. */
    private boolean fastest(Random random) {
        Run run = new Run(random, TICKS * 20);
        run.apart = Duration.ofSeconds(60 / TICKS);
        double doubles = TICKS * between(random, 2.0, 6.0);
        run.memory.plus(i -> run.base * i / doubles);
        run.limit = random.nextBoolean() ? run.base * (1.2 + run.minutes / doubles) : null;
        if (random.nextBoolean()) {
            run.load = Signal.flat(random, run.begin, run.minutes, 100).noise(0.2, 0.5);
        }
        run.memory.noise(between(random, 0.002, 0.02), 0.5);
        run.memory.teeth(run.base * between(random, 0.5, 1.5), TICKS * between(random, 0.2, 0.9));
        return leaksWhileYoung(run, 0);
    }

    /** By a tenth to the whole of itself an hour. */
    private boolean fast(Random random) {
        double hourly = Math.exp(between(random, Math.log(0.12), Math.log(1.0)));
        double tooth = between(random, 0.5, 10);
        Run run = new Run(random, between(random, (int) Math.max(2 * HOUR, 36 * tooth), 12 * HOUR));
        run.memory.plus(i -> run.base * hourly * i / HOUR);
        run.limit = random.nextBoolean() ? run.base * (1.5 + 2 * hourly * run.minutes / HOUR) : null;
        if (random.nextBoolean()) {
            run.load = Signal.flat(random, run.begin, run.minutes, 100).noise(0.2, 0.5);
        }
        return run.asUsual(tooth).leaksAt(run.minutes);
    }

    /** It doubles within 2 to 14 days, below a day's cycle; at night by less where it leaks by the request. */
    private boolean slow(Random random, boolean byTheRequest) {
        Run run = new Run(random, between(random, 4 * DAY, 7 * DAY));
        double perDay = 1 / between(random, 2.0, 14.0);
        double[] held = new double[run.minutes + 1];
        for (int i = 0; i < run.minutes; i++) {
            double rate = byTheRequest ? 1 + 0.8 * Signal.cycle(run.begin + i) : 1;
            held[i + 1] = held[i] + run.base * perDay / DAY * rate;
        }
        run.memory.daily(between(random, 0, 0.2)).plus(i -> held[i]);
        run.limit = random.nextBoolean() ? run.base * between(random, 2.0, 2.9) : null;
        if (random.nextBoolean()) {
            run.load =
                    Signal.flat(random, run.begin, run.minutes, 100).daily(0.8).noise(0.1, 0.5);
        }
        return run.asUsual(30).leaksAt(run.minutes);
    }

    /** Of a process without a collector, over a day, or by more than any collector leaves. */
    private boolean withoutTeeth(Random random) {
        boolean large = random.nextBoolean();
        Run run = new Run(random, large ? between(random, 2 * HOUR, 12 * HOUR) : between(random, 26 * HOUR, 60 * HOUR));
        double grown = large ? between(random, 1_200, 4_000) * MEGA : run.base * between(random, 2.5, 5);
        double least = Math.max(grown, run.base * 0.12 * run.minutes / HOUR);
        run.memory.plus(i -> least * i / run.minutes).noise(between(random, 0.001, 0.01), 0.5);
        run.limit = null;
        return run.leaksAt(run.minutes);
    }
}
