package io.lotse.connection;

import java.time.Instant;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import io.lotse.connection.Outcome.Level;
import io.lotse.contracts.network.Reachability;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever the tries see: a belief changes for a reason, does not flap, and comes to what is so. */
class BeliefProperties {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Property
    void aBeliefChangesOnlyAfterEnoughTriesInARowThatSpeakAgainstIt(
            @ForAll("levels") List<Level> levels,
            @ForAll @IntRange(min = 1, max = 5) int worse,
            @ForAll @IntRange(min = 1, max = 5) int better) {
        Belief.Limits limits = new Belief.Limits(worse, better);
        Belief belief = Belief.unknown(NOON);
        int changedAt = 0;
        for (int i = 1; i <= levels.size(); i++) {
            Belief before = belief;
            belief = before.after(outcome(levels.get(i - 1)), limits, NOON.plusSeconds(i));
            assertThat(belief.failures()).isEqualTo(unreachedAtTheEnd(levels.subList(0, i)));
            if (belief.state().equals(before.state())) {
                continue;
            }
            assertThat(belief.state().since()).isEqualTo(NOON.plusSeconds(i));
            assertThat(reachability(levels.get(i - 1))).isEqualTo(belief.state().reachability());
            if (before.state().reachability() != Reachability.UNKNOWN) {
                Level believed = level(before.state().reachability());
                boolean isWorse = levels.get(i - 1).isWorseThan(believed);
                int enough = isWorse ? worse : better;
                assertThat(i - changedAt).isGreaterThanOrEqualTo(enough);
                assertThat(levels.subList(i - enough, i))
                        .allMatch(level -> level != believed && level.isWorseThan(believed) == isWorse);
            }
            changedAt = i;
        }
    }

    @Property
    void whatIsSeenLongEnoughIsBelieved(
            @ForAll("levels") List<Level> levels,
            @ForAll Level atLast,
            @ForAll @IntRange(min = 1, max = 5) int worse,
            @ForAll @IntRange(min = 1, max = 5) int better) {
        Belief.Limits limits = new Belief.Limits(worse, better);
        Belief belief = Belief.unknown(NOON);
        for (Level level : levels) {
            belief = belief.after(outcome(level), limits, NOON);
        }
        for (int i = 0; i < Math.max(worse, better); i++) {
            belief = belief.after(outcome(atLast), limits, NOON);
        }
        assertThat(belief.state().reachability()).isEqualTo(reachability(atLast));
    }

    private static Outcome outcome(Level level) {
        return new Outcome(level, null, "seen");
    }

    private static int unreachedAtTheEnd(List<Level> levels) {
        int count = 0;
        while (count < levels.size() && levels.get(levels.size() - 1 - count) == Level.UNREACHED) {
            count++;
        }
        return count;
    }

    private static Reachability reachability(Level level) {
        return switch (level) {
            case REACHED -> Reachability.ONLINE;
            case UNWELL -> Reachability.DEGRADED;
            case UNREACHED -> Reachability.OFFLINE;
        };
    }

    private static Level level(Reachability reachability) {
        return switch (reachability) {
            case ONLINE, UNKNOWN -> Level.REACHED;
            case DEGRADED -> Level.UNWELL;
            case OFFLINE -> Level.UNREACHED;
        };
    }

    @Provide
    Arbitrary<List<Level>> levels() {
        return Arbitraries.of(Level.class).list().ofMaxSize(60);
    }
}
