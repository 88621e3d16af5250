package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

import io.lotse.contracts.verdicts.Turn;
import io.lotse.contracts.verdicts.TurnKind;

import static io.lotse.observer.Corpus.between;
import static io.lotse.observer.Signal.HOUR;

/** Instances that go down and come up: by accident, by a deploy, or again and again. */
final class FlappingCorpus implements Corpus {
    private static final Instant BEGIN = Signal.MONDAY;
    private static final int MINUTES = 12 * HOUR;
    private static final int LOOK_EVERY = 10;

    private final FlappingDetector detector = new FlappingDetector(VerdictLimits.DEFAULT.flapping());

    /** What happened to one instance in twelve hours. */
    private final class Day {
        private final Random random;
        private final List<Turn> turns = new ArrayList<>();
        private final List<Instant> deploys = new ArrayList<>();

        Day(Random random) {
            this.random = random;
        }

        /** @param minute from the beginning */
        Day down(double minute, double minutes, boolean restarts) {
            Instant at = at(minute);
            turns.add(new Turn(at, TurnKind.DOWN));
            if (restarts) {
                turns.add(new Turn(at(minute + minutes * 0.9), TurnKind.RESTART));
            }
            turns.add(new Turn(at(minute + minutes), TurnKind.UP));
            return this;
        }

        Day restart(double minute) {
            turns.add(new Turn(at(minute), TurnKind.RESTART));
            return this;
        }

        Day deploy(double minute) {
            deploys.add(at(minute));
            return random.nextBoolean() ? down(minute + 0.1, 0.5, true) : restart(minute + 0.3);
        }

        boolean flapsAt(double minute) {
            turns.sort(Comparator.comparing(Turn::at));
            Instant now = at(minute);
            return detector.judge(
                            turns.stream().filter(t -> !t.at().isAfter(now)).toList(), deploys, now)
                    .isPresent();
        }

        boolean flapsAtAnyTime() {
            for (int minute = HOUR; minute <= MINUTES; minute += LOOK_EVERY) {
                if (flapsAt(minute)) {
                    return true;
                }
            }
            return false;
        }

        private Instant at(double minute) {
            return BEGIN.plus(Duration.ofMillis(Math.round(minute * 60_000)));
        }
    }

    @Override
    public boolean alarms(Random random) {
        Day day = new Day(random);
        switch (random.nextInt(5)) {
            case 0 -> {
                for (int n = random.nextInt(4); n > 0; n--) {
                    day.down(random.nextInt(MINUTES), between(random, 0.2, 5), random.nextBoolean());
                }
            }
            case 1 -> {
                // one incident in which it comes up too early once or twice
                double minute = random.nextInt(MINUTES - HOUR);
                for (int n = between(random, 2, 3); n > 0; n--) {
                    day.down(minute, between(random, 0.5, 8), random.nextBoolean());
                    minute += between(random, 9, 15);
                }
            }
            case 2 -> {
                // a busy day of a team that deploys
                for (double minute = 5; minute < MINUTES; minute += between(random, 12.0, 90.0)) {
                    day.deploy(minute);
                }
            }
            case 3 -> {
                double minute = random.nextInt(MINUTES - 5 * HOUR);
                day.down(minute, between(random, 30, 5 * HOUR), true);
            }
            default -> {
                // somebody restarts it by hand, and again
                double minute = random.nextInt(MINUTES - HOUR);
                for (int n = between(random, 1, 3); n > 0; n--) {
                    day.restart(minute);
                    minute += between(random, 3, 20);
                }
                day.deploy(minute + 2);
            }
        }
        return day.flapsAtAnyTime();
    }

    /** Every few minutes, regularly or not, noticed as down or by a restart alone, for an hour and more. */
    @Override
    public boolean finds(Random random) {
        Day day = new Day(random);
        double mean = between(random, 3.0, 9.0);
        boolean regular = random.nextBoolean();
        boolean restarts = random.nextBoolean();
        boolean noticed = !restarts || random.nextBoolean();
        for (double minute = 9 * HOUR; minute < MINUTES; ) {
            double down = between(random, 0.2, 1.5);
            if (noticed) {
                day.down(minute, down, restarts);
            } else {
                day.restart(minute);
            }
            minute += down + 0.6 + (regular ? mean : mean * -StrictMath.log(1 - random.nextDouble()));
        }
        if (random.nextBoolean()) {
            day.deploy(10 * HOUR);
        }
        return day.flapsAt(MINUTES);
    }
}
