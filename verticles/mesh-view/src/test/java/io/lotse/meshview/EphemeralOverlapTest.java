package io.lotse.meshview;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.ports.PortRange;

import static org.assertj.core.api.Assertions.assertThat;

class EphemeralOverlapTest {
    private static final PortRange LINUX = new PortRange(32_768, 60_999);

    @Test
    void findsNothingWithWhatLotseAndLinuxComeWith() {
        HostFacts host = new HostFacts("h", List.of(), LINUX, "Linux");

        assertThat(EphemeralOverlap.of(MeshSnapshot.EMPTY, host)).isEmpty();
    }

    @Test
    void saysHowToReserveWhatIsSharedBesideWhatIsReservedAlready() {
        EphemeralOverlap overlap = EphemeralOverlap.of(
                        List.of(new PortRange(30_000, 33_000), new PortRange(40_000, 40_010)),
                        LINUX,
                        List.of(new PortRange(32_900, 32_999), new PortRange(50_000, 50_000)))
                .orElseThrow();

        assertThat(overlap.ports())
                .containsExactly(
                        new PortRange(32_768, 32_899), new PortRange(33_000, 33_000), new PortRange(40_000, 40_010));
        assertThat(overlap.remedy())
                .isEqualTo("sysctl -w net.ipv4.ip_local_reserved_ports=32768-33000,40000-40010,50000");
    }

    @Test
    void isMendedByItsRemedy() {
        List<PortRange> managed = List.of(new PortRange(30_000, 33_000));
        EphemeralOverlap overlap =
                EphemeralOverlap.of(managed, LINUX, List.of()).orElseThrow();

        assertThat(EphemeralOverlap.of(managed, LINUX, overlap.reserve())).isEmpty();
    }

    @Test
    void coversEveryEnvironmentAndTheSpanOfSlots() {
        HostFacts host = new HostFacts("h", List.of(), new PortRange(10_000, 60_999), "Linux");

        assertThat(EphemeralOverlap.of(MeshSnapshot.EMPTY, host).orElseThrow().ports())
                .containsExactly(new PortRange(10_000, 31_999));
    }
}
