package io.lotse.launcher.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.launcher.config.HostPort;
import io.lotse.launcher.config.Mode;
import io.lotse.launcher.config.NodeConfig;
import io.lotse.launcher.config.NodeConfig.Ports;
import io.lotse.launcher.config.Role;
import io.lotse.testfaults.FreePorts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PortChooserTest {
    private static final String ADDRESS = "127.0.0.1";

    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();
    private final List<ServerSocket> taken = new ArrayList<>();
    private Ports free;

    @BeforeEach
    void setUp() throws IOException {
        free = new Ports(FreePorts.next(), FreePorts.next(), FreePorts.next(), FreePorts.next(), FreePorts.next());
    }

    @AfterEach
    void tearDown() throws IOException {
        for (ServerSocket socket : taken) {
            socket.close();
        }
    }

    @Test
    void takesWhatIsFreeWithoutAWord() {
        assertThat(chooser().choose(node(Mode.DEVELOPMENT, free), false)).isEqualTo(free);
        assertThat(said).isEmpty();
    }

    @Test
    void replacesATakenPortAndNamesItsHolder() throws IOException {
        int port = take();

        Ports chosen = chooser().choose(node(Mode.DEVELOPMENT, gateway(port)), false);

        assertThat(chosen.gateway()).isGreaterThan(port);
        assertThat(said)
                .singleElement()
                .asString()
                .startsWith("gateway port " + port + " is taken by ")
                .endsWith(": using " + chosen.gateway());
    }

    @Test
    void namesTheProcessThatHoldsAPort() throws IOException {
        assertThat(new PortOwner().of(take()))
                .satisfiesAnyOf(
                        owner -> assertThat(owner)
                                .startsWith("pid " + ProcessHandle.current().pid() + " ("),
                        owner -> assertThat(System.getProperty("os.name")).isNotEqualTo("Linux"));
    }

    @Test
    void refusesInProduction() throws IOException {
        int port = take();

        assertThatThrownBy(() -> chooser().choose(node(Mode.PRODUCTION, gateway(port)), false))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("gateway port " + port + " is taken by ")
                .hasMessageEndingWith("end that, or give another with --gateway-port");
    }

    @Test
    void neverMovesAVoterOfALedgerThatExists() throws IOException {
        int port = take();
        Ports ports = new Ports(free.gateway(), free.control(), free.cluster(), port, free.dns());

        assertThatThrownBy(() -> chooser().choose(node(Mode.DEVELOPMENT, ports), true))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("ledger port " + port + " is taken");
    }

    @Test
    void movesTheLedgerOfAFounder() throws IOException {
        int port = take();
        Ports ports = new Ports(free.gateway(), free.control(), free.cluster(), port, free.dns());

        assertThat(chooser().choose(node(Mode.DEVELOPMENT, ports), false).ledger())
                .isGreaterThan(port);
    }

    @Test
    void doesNotTakeThePortOfTheNodeThatItJoins() {
        assertThat(chooser().choose(joiningItsOwnPort(Map.of()), false).cluster())
                .isNotEqualTo(free.cluster());
    }

    @Test
    void keepsThePortOfAVoterThatIsToldOfAllNodesItselfIncluded() {
        NodeConfig voter = joiningItsOwnPort(Map.of("a", new HostPort(ADDRESS, free.ledger())));

        assertThat(chooser().choose(voter, false)).isEqualTo(free);
        assertThat(said).isEmpty();
    }

    @Test
    void nodesThatStartAtTheSameTimeChooseDifferently() {
        PortClaims others = new PortClaims(folder, ProcessHandle.current().pid());
        others.claim(free.gateway());

        Ports chosen = chooser().choose(node(Mode.DEVELOPMENT, free), false);

        assertThat(chosen.gateway()).isNotEqualTo(free.gateway());
        assertThat(said).singleElement().asString().contains("a node that is starting");
    }

    @Test
    void theClaimOfADeadProcessIsVoid() throws Exception {
        Process dead = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .start();
        dead.waitFor();
        new PortClaims(folder, dead.pid()).claim(free.gateway());

        assertThat(chooser().choose(node(Mode.DEVELOPMENT, free), false)).isEqualTo(free);
    }

    @Test
    void refusesAnAddressOfAnotherHost() {
        NodeConfig node = node(Mode.DEVELOPMENT, free);
        NodeConfig elsewhere = new NodeConfig(
                node.mode(),
                node.name(),
                node.data(),
                node.host(),
                "203.0.113.7",
                free,
                List.of(),
                Map.of(),
                node.roles());

        assertThatThrownBy(() -> chooser().choose(elsewhere, false))
                .hasMessage("address 203.0.113.7 is none of this host: give an address of this host");
    }

    private PortChooser chooser() {
        return new PortChooser(
                new PortOwner(), new PortClaims(folder, ProcessHandle.current().pid()), said::add);
    }

    private Ports gateway(int port) {
        return new Ports(port, free.control(), free.cluster(), free.ledger(), free.dns());
    }

    private NodeConfig node(Mode mode, Ports ports) {
        return new NodeConfig(mode, "a", folder, "h", ADDRESS, ports, List.of(), Map.of(), EnumSet.allOf(Role.class));
    }

    private NodeConfig joiningItsOwnPort(Map<String, HostPort> voters) {
        NodeConfig alone = node(Mode.DEVELOPMENT, free);
        List<HostPort> join = List.of(new HostPort(ADDRESS, free.cluster()));
        return new NodeConfig(
                alone.mode(), alone.name(), folder, alone.host(), ADDRESS, free, join, voters, alone.roles());
    }

    private int take() throws IOException {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        taken.add(socket);
        return socket.getLocalPort();
    }
}
