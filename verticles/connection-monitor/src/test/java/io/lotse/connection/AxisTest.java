package io.lotse.connection;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.network.Reachability;

import static org.assertj.core.api.Assertions.assertThat;

class AxisTest {
    @Test
    void isUnknownWhileNothingIsKnown() {
        assertThat(state(target("loopback", Reachability.UNKNOWN, false))).isEqualTo(Reachability.UNKNOWN);
    }

    @Test
    void isOnlineWhileAllIsReached() {
        assertThat(state(
                        target("loopback", Reachability.ONLINE, false),
                        target("internet", Reachability.ONLINE, true),
                        target("new", Reachability.UNKNOWN, true)))
                .isEqualTo(Reachability.ONLINE);
    }

    @Test
    void isDegradedAndNamesWhatIsNotReached() {
        Axis axis = Axis.of(List.of(
                target("internet", Reachability.ONLINE, true),
                target("vpn", Reachability.OFFLINE, true),
                target("dns", Reachability.DEGRADED, true)));

        assertThat(axis.state()).isEqualTo(Reachability.DEGRADED);
        assertThat(axis.detail()).isEqualTo("2 of 3 targets: vpn offline, dns degraded");
    }

    @Test
    void isOfflineWhenNothingBeyondThisHostIsReached() {
        assertThat(state(
                        target("loopback", Reachability.ONLINE, false),
                        target("internet", Reachability.OFFLINE, true),
                        target("vpn", Reachability.OFFLINE, true)))
                .isEqualTo(Reachability.OFFLINE);
    }

    @Test
    void isNotOfflineForAMemberOfThisHostThatIsStopped() {
        assertThat(state(
                        target("loopback", Reachability.ONLINE, false),
                        new Axis.Seen("member/b", Reachability.OFFLINE, false, true)))
                .isEqualTo(Reachability.DEGRADED);
    }

    @Test
    void isOfflineWhenLoopbackItselfIs() {
        assertThat(state(target("loopback", Reachability.OFFLINE, false))).isEqualTo(Reachability.OFFLINE);
    }

    private static Reachability state(Axis.Seen... targets) {
        return Axis.of(List.of(targets)).state();
    }

    private static Axis.Seen target(String name, Reachability state, boolean beyondHost) {
        return new Axis.Seen(name, state, beyondHost, false);
    }
}
