package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.lotse.contracts.verdicts.FlappingEvidence;
import io.lotse.contracts.verdicts.Turn;
import io.lotse.contracts.verdicts.TurnKind;
import io.lotse.statistics.Order;

/** Finds instances that go down and come back again and again, or restart again and again, without being deployed. */
final class FlappingDetector {
    private final VerdictLimits.Flapping limits;

    FlappingDetector(VerdictLimits.Flapping limits) {
        this.limits = limits;
    }

    /** Once down or once restarted, or both together. */
    private static final class Stumble {
        private final Instant at;
        private Instant until;
        private Instant down;
        private Instant up;
        private boolean restarted;

        Stumble(Instant at) {
            this.at = at;
            this.until = at;
        }

        void take(Turn turn) {
            until = turn.at();
            switch (turn.kind()) {
                case DOWN -> down = down == null ? turn.at() : down;
                case UP -> up = turn.at();
                case RESTART -> restarted = true;
            }
        }
    }

    /**
     * @param turns what happened, the oldest first
     * @param deploys when it was given another version, or restarted on purpose
     */
    Optional<FlappingEvidence> judge(List<Turn> turns, List<Instant> deploys, Instant now) {
        Instant from = now.minus(limits.window());
        List<Stumble> stumbles = stumbles(turns).stream()
                .filter(s -> s.at.isAfter(from) && !s.at.isAfter(now))
                .filter(s -> deploys.stream().noneMatch(deploy -> belongsTo(s, deploy)))
                .toList();
        if (stumbles.size() < limits.times()) {
            return Optional.empty();
        }
        return Optional.of(new FlappingEvidence(
                stumbles.size(),
                (int) stumbles.stream().filter(s -> s.restarted).count(),
                limits.window(),
                stumbles.get(0).at,
                stumbles.get(stumbles.size() - 1).at,
                down(stumbles),
                up(stumbles)));
    }

    private List<Stumble> stumbles(List<Turn> turns) {
        List<Stumble> stumbles = new ArrayList<>();
        Stumble last = null;
        for (Turn turn : turns) {
            boolean begins = turn.kind() != TurnKind.UP;
            boolean goesOn = last != null
                    && (last.down != null && last.up == null && turn.kind() != TurnKind.DOWN
                            || !turn.at().isAfter(last.until.plus(limits.together())) && fits(last, turn));
            if (goesOn) {
                last.take(turn);
            } else if (begins) {
                last = new Stumble(turn.at());
                last.take(turn);
                stumbles.add(last);
            }
        }
        return stumbles;
    }

    /** A second fall, or a second restart, is another time. */
    private static boolean fits(Stumble last, Turn turn) {
        return switch (turn.kind()) {
            case DOWN -> last.down == null;
            case UP -> last.up == null;
            case RESTART -> !last.restarted;
        };
    }

    private boolean belongsTo(Stumble stumble, Instant deploy) {
        return stumble.at.isAfter(deploy.minus(limits.together()))
                && stumble.at.isBefore(deploy.plus(limits.afterDeploy()));
    }

    private static Duration down(List<Stumble> stumbles) {
        return median(stumbles.stream()
                .filter(s -> s.down != null && s.up != null)
                .mapToDouble(s -> Duration.between(s.down, s.up).toMillis())
                .toArray());
    }

    private static Duration up(List<Stumble> stumbles) {
        double[] millis = new double[stumbles.size() - 1];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = Duration.between(stumbles.get(i).until, stumbles.get(i + 1).at)
                    .toMillis();
        }
        return median(millis);
    }

    private static Duration median(double[] millis) {
        return millis.length == 0 ? null : Duration.ofMillis(Math.round(Order.median(millis)));
    }
}
