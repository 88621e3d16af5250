package io.lotse.control;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.host.ForeignListener;
import io.lotse.contracts.host.Listener;
import io.lotse.contracts.host.PortFacts;
import io.lotse.contracts.host.PortSocket;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.ConflictStrategy;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.PortSpan;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.ports.Tenancy;
import io.lotse.contracts.ports.TenancyEnd;

import static org.assertj.core.api.Assertions.assertThat;

class PortExplainerTest {
    private static final int PORT = 20_001;
    private static final String OWN = System.getProperty("user.name");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final PortRange EPHEMERAL = new PortRange(32_768, 60_999);

    private static PortSocket socket(String state, String user, String container, String peer) {
        boolean known = user != null;
        return new PortSocket(
                Protocol.TCP,
                "127.0.0.1",
                state,
                peer,
                known ? 4711L : null,
                known ? "shopd" : null,
                user,
                known ? NOON : null,
                container);
    }

    private static PortFacts facts(boolean reserved, boolean privileged, PortSocket... sockets) {
        return new PortFacts(List.of(sockets), sockets.length, EPHEMERAL, reserved, privileged, null);
    }

    private static EnvironmentConfig config(PortSpan... reserved) {
        return new EnvironmentConfig(
                "development",
                "127.0.0.1",
                new PortRange(20_000, 31_999),
                List.of(reserved),
                Map.of("web", new PortRange(8000, 8099)),
                null,
                ConflictStrategy.NEXT_FREE);
    }

    private static PortPicture picture(int port, Allocation held, PortFacts facts, ForeignListener foreign) {
        return new PortPicture(
                port,
                Protocol.TCP,
                "h",
                true,
                held,
                null,
                facts,
                foreign,
                List.of(),
                List.of(config(new PortSpan(20_002, 20_002), new PortSpan(20_003, 20_009))),
                List.of(new PortRange(41_000, 41_009)),
                List.of(new NodeInfo("id", "node-a", "h", List.of(), null, null, "h:1", 99, "1", NOON)),
                NOON);
    }

    private static Allocation held() {
        return new Allocation("h", Protocol.TCP, PORT, "orders-1", NOON, true);
    }

    private static List<String> codes(PortPicture p) {
        return PortExplainer.reasons(p).stream().map(PortReason::code).toList();
    }

    @Test
    void aHeldPortIsFreedByItsHolder() {
        PortPicture p = picture(PORT, held(), facts(false, false, socket("listen", "shop", null, null)), null);

        assertThat(codes(p)).containsExactly("allocated", "listening", "range");
        assertThat(PortExplainer.reasons(p).get(1).text())
                .isEqualTo("pid 4711 (shopd) of shop, started 2026-03-01T12:00:00Z, listens at 127.0.0.1");
        assertThat(PortExplainer.remedy(p).command()).isEqualTo("lotse deregister orders-1");
    }

    @Test
    void aThiefOfOnesOwnIsToBeEnded() {
        PortSocket thief = socket("listen", OWN, null, null);
        ForeignListener foreign = new ForeignListener(
                new Listener("127.0.0.1", Protocol.TCP, PORT, 4711L, "shopd", OWN, NOON), "development", "orders-1");
        PortPicture p = picture(PORT, held(), facts(false, false, thief), foreign);

        assertThat(codes(p)).contains("foreign");
        assertThat(PortExplainer.remedy(p)).isEqualTo(new Remedy("end it, if you want the port", "kill 4711"));
    }

    @Test
    void aThiefThatEndedAMomentAgoIsNotToBeEndedAgain() {
        ForeignListener foreign = new ForeignListener(
                new Listener("127.0.0.1", Protocol.TCP, PORT, 4711L, "shopd", OWN, NOON), "development", null);

        assertThat(PortExplainer.remedy(picture(PORT, null, facts(false, false), foreign)))
                .isNull();
    }

    @Test
    void anotherUsersProcessIsNotToBeKilled() {
        PortPicture p = picture(PORT, null, facts(false, false, socket("listen", "somebody", null, null)), null);

        assertThat(PortExplainer.remedy(p).command()).isNull();
        assertThat(PortExplainer.remedy(p).text()).startsWith("ask somebody to end it");
    }

    @Test
    void aNodeOfTheMeshIsStoppedAndNotKilled() {
        PortSocket control =
                new PortSocket(Protocol.TCP, "127.0.0.1", "listen", null, 99L, "java -jar lotse.jar", OWN, NOON, null);
        PortPicture p = picture(8010, null, facts(false, false, control), null);

        assertThat(codes(p)).containsExactly("unallocated", "listening", "own-node", "range");
        assertThat(PortExplainer.remedy(p))
                .isEqualTo(new Remedy("to have it, stop node node-a", "lotse stop --name node-a"));
    }

    @Test
    void aContainerIsStoppedAsAWhole() {
        PortPicture p = picture(PORT, null, facts(false, false, socket("listen", "root", "0123456789ab", null)), null);

        assertThat(PortExplainer.reasons(p).get(1).text()).contains("in container 0123456789ab");
        assertThat(PortExplainer.remedy(p).command()).isEqualTo("docker stop 0123456789ab");
    }

    @Test
    void closedConnectionsPassByThemselves() {
        PortSocket[] lingering = IntStream.range(0, 2)
                .mapToObj(i -> socket("time-wait", null, null, "127.0.0.1:4000" + i))
                .toArray(PortSocket[]::new);
        PortPicture p = picture(PORT, null, facts(false, false, lingering), null);

        assertThat(codes(p)).containsExactly("unallocated", "nobody-listens", "time-wait", "range");
        assertThat(PortExplainer.remedy(p)).isEqualTo(new Remedy("wait 60 s", null));
    }

    @Test
    void anOutgoingConnectionHasItsPortFromTheKernel() {
        PortPicture p =
                picture(40_000, null, facts(false, false, socket("established", OWN, null, "10.0.0.9:443")), null);

        assertThat(codes(p))
                .containsExactly("unallocated", "nobody-listens", "connection", "outside-ranges", "ephemeral");
        assertThat(PortExplainer.reasons(p).get(2).text()).contains("a connection to 10.0.0.9:443 (established)");
        assertThat(PortExplainer.remedy(p).command())
                .isEqualTo("sysctl -w net.ipv4.ip_local_reserved_ports=40000,41000-41009");
        assertThat(codes(picture(40_000, null, facts(true, false), null)))
                .contains("kernel-reserved")
                .doesNotContain("ephemeral");
        assertThat(PortExplainer.remedy(picture(40_000, null, facts(true, false), null)))
                .isNull();
    }

    @Test
    void aReservedPortIsTakenOffTheList() {
        PortPicture p = picture(20_002, null, facts(false, false), null);

        assertThat(codes(p)).contains("reserved");
        assertThat(PortExplainer.remedy(p).command())
                .isEqualTo("lotse config set --environment development reserved_ports=20003-20009");
    }

    @Test
    void aPrivilegedPortNeedsRights() {
        PortPicture p = picture(80, null, facts(false, true), null);

        assertThat(codes(p)).contains("privileged", "outside-ranges");
        assertThat(PortExplainer.remedy(p).command()).isEqualTo("sysctl -w net.ipv4.ip_unprivileged_port_start=80");
    }

    @Test
    void tellsWhoHeldItBeforeAndWhoseRangeItIsOf() {
        Tenancy tenancy =
                new Tenancy("orders-0", "orders", "development", NOON, NOON.plusSeconds(60), TenancyEnd.RECLAIMED);
        PortPicture p = new PortPicture(
                8001,
                Protocol.TCP,
                "h",
                true,
                null,
                null,
                null,
                null,
                List.of(tenancy),
                List.of(config()),
                List.of(),
                List.of(),
                NOON.plusSeconds(90));

        assertThat(PortExplainer.reasons(p))
                .extracting(PortReason::text)
                .contains("it lies in the range of development (web 8000-8099)")
                .contains("before, orders-0 of service orders held it, 2026-03-01T12:00:00Z to 2026-03-01T12:01:00Z"
                        + " (reclaimed)")
                .anyMatch(text -> text.contains("does not answer"))
                .contains(
                        "it rests until 2026-03-01T12:02:00Z: until then no service but the last one is given it, since"
                                + " clients may still take it for that");
        assertThat(PortExplainer.remedy(p).text()).startsWith("wait 30 s");
    }
}
