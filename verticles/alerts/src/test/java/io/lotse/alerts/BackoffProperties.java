package io.lotse.alerts;

import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import static org.assertj.core.api.Assertions.assertThat;

class BackoffProperties {
    @Property
    void waitsLongerEachTimeAndNeverTooLong(@ForAll @IntRange(min = 1, max = 10_000) int attempts, @ForAll long seed) {
        long millis = new Backoff(new Random(seed)).after(attempts).toMillis();
        long most = Math.min(Backoff.LONGEST.toMillis(), 1_000L << Math.min(attempts - 1, 20));

        assertThat(millis).isBetween(most / 2, most);
    }
}
