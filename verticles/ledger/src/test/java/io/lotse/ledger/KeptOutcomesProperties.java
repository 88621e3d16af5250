package io.lotse.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

import static org.assertj.core.api.Assertions.assertThat;

/** For how long request ids are kept, while nodes propose whose clocks are about right, out of order, or quite wrong. */
class KeptOutcomesProperties {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long NOON = Commands.NOON.toEpochMilli();

    /** How far the clock that counts may be off, when clocks are half a minute off and one node's is wrong. */
    private static final long BLUR = 5 * MINUTE;

    private record Asked(String id, long at) {}

    @Property(shrinking = ShrinkingMode.OFF)
    void noRequestOfTheLastDayIsForgottenWhateverTheClocks(@ForAll long seed) {
        Random random = new Random(seed);
        KeptOutcomes outcomes = new KeptOutcomes();
        List<Asked> asked = new ArrayList<>();
        long longest = 1 + random.nextInt(120);
        long now = NOON;
        boolean wrong = false;
        for (int i = 0; i < 400; i++) {
            now += (long) (random.nextDouble() * longest * MINUTE);
            // of two that follow one another, one has a clock that is about right
            wrong = !wrong && random.nextInt(10) == 0;
            outcomes.keepRequest(
                    "r" + i, "outcome of r" + i, null, wrong ? random.nextLong() / 4 : skewed(random, now));
            asked.add(new Asked("r" + i, now));
            Asked any = asked.get(random.nextInt(asked.size()));
            if (now - any.at < KeptOutcomes.KEPT.toMillis() - BLUR) {
                assertThat(outcomes.ofRequest(any.id, null))
                        .as("%s of seed %d", any, seed)
                        .isEqualTo("outcome of " + any.id);
            }
        }
    }

    @Property(tries = 20, shrinking = ShrinkingMode.OFF)
    void whatIsOlderThanADayIsForgottenWhereMuchIsAsked(@ForAll long seed) {
        Random random = new Random(seed);
        KeptOutcomes outcomes = new KeptOutcomes();
        long now = NOON;
        for (int i = 0; i < 6_000; i++) {
            outcomes.keepRequest("r" + i, "made", null, skewed(random, now));
            now += (long) (random.nextDouble() * MINUTE);
        }
        assertThat(outcomes.ofRequest("r0", null)).isNull();
        assertThat(outcomes.requests()).hasSizeLessThan(24 * 60 * 2 + 300);
    }

    private static long skewed(Random random, long now) {
        return now + random.nextInt((int) MINUTE) - MINUTE / 2;
    }
}
