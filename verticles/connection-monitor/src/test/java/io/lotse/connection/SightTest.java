package io.lotse.connection;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.network.NetworkAxis;
import io.lotse.contracts.network.Reachability;

import static org.assertj.core.api.Assertions.assertThat;

class SightTest {
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
        Sight sight = Sight.ofAll(List.of(
                target("internet", Reachability.ONLINE, true),
                target("vpn", Reachability.OFFLINE, true),
                target("dns", Reachability.DEGRADED, true)));

        assertThat(sight.state()).isEqualTo(Reachability.DEGRADED);
        assertThat(sight.detail()).isEqualTo("2 of 3 targets: vpn offline, dns degraded");
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
                        new Sight.Seen("member/b", NetworkAxis.MEMBERS, Reachability.OFFLINE, false)))
                .isEqualTo(Reachability.DEGRADED);
    }

    @Test
    void isOfflineWhenLoopbackItselfIs() {
        assertThat(state(target("loopback", Reachability.OFFLINE, false))).isEqualTo(Reachability.OFFLINE);
    }

    private static Reachability state(Sight.Seen... targets) {
        return Sight.ofAll(List.of(targets)).state();
    }

    private static Sight.Seen target(String name, Reachability state, boolean beyondHost) {
        return new Sight.Seen(name, NetworkAxis.OTHER, state, beyondHost);
    }
}
