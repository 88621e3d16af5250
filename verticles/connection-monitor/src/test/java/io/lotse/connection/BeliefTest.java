package io.lotse.connection;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import io.lotse.connection.Outcome.Level;
import io.lotse.contracts.network.Reachability;
import io.lotse.testfaults.SettableClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BeliefTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Belief.Limits LIMITS = new Belief.Limits(3, 2);

    private final SettableClock clock = new SettableClock(START);

    @Test
    void theFirstSuccessIsBelieved() {
        assertThat(after(Level.REACHED)).isEqualTo(Reachability.ONLINE);
    }

    @Test
    void whatWasNeverReachedIsOfflineAfterThreeFailures() {
        assertThat(after(Level.UNREACHED, Level.UNREACHED)).isEqualTo(Reachability.UNKNOWN);
        assertThat(after(Level.UNREACHED, Level.UNREACHED, Level.UNREACHED)).isEqualTo(Reachability.OFFLINE);
    }

    @Test
    void twoFailuresInARowAreNotBelieved() {
        assertThat(after(Level.REACHED, Level.UNREACHED, Level.UNREACHED, Level.REACHED, Level.UNREACHED))
                .isEqualTo(Reachability.ONLINE);
    }

    @Test
    void oneSuccessAfterAnOutageIsNotBelievedButTwoAre() {
        Level down = Level.UNREACHED;
        Level up = Level.REACHED;

        assertThat(after(up, down, down, down, up)).isEqualTo(Reachability.OFFLINE);
        assertThat(after(up, down, down, down, up, down, up)).isEqualTo(Reachability.OFFLINE);
        assertThat(after(up, down, down, down, up, up)).isEqualTo(Reachability.ONLINE);
    }

    @Test
    void anAnswerThatIsNotWellDegradesAndRecovers() {
        Level ill = Level.UNWELL;
        Level up = Level.REACHED;

        assertThat(after(up, ill, ill, ill)).isEqualTo(Reachability.DEGRADED);
        assertThat(after(up, ill, ill, ill, Level.UNREACHED, Level.UNREACHED, Level.UNREACHED))
                .isEqualTo(Reachability.OFFLINE);
        assertThat(after(up, ill, ill, ill, up, up)).isEqualTo(Reachability.ONLINE);
    }

    @Test
    void sinceIsWhenTheStateWasBelieved() {
        Belief belief = Belief.unknown(clock.instant());
        belief = step(belief, Level.REACHED);
        belief = step(belief, Level.REACHED);

        assertThat(belief.state()).isEqualTo(new Connectivity.Online(START.plusSeconds(5)));
    }

    @Test
    void nothingLeadsBackToUnknown() {
        assertThatThrownBy(() -> new Connectivity.Online(START).become(Reachability.UNKNOWN, START))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Reachability after(Level... levels) {
        Belief belief = Belief.unknown(clock.instant());
        for (Level level : levels) {
            belief = step(belief, level);
        }
        return belief.state().reachability();
    }

    /** A try, five seconds after the one before. */
    private Belief step(Belief belief, Level level) {
        clock.advance(Duration.ofSeconds(5));
        return belief.after(new Outcome(level, null, ""), LIMITS, clock.instant());
    }
}
