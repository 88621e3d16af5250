package io.lotse.hostagent;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.host.BindProbe;
import io.lotse.contracts.host.BindReport;
import io.lotse.contracts.host.Listener;
import io.lotse.contracts.ports.Protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BindProberTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final BindProber prober = new BindProber(new Sockets(SocketTable.ofThisSystem()));

    private static ServerSocket listener(String address, int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getByName(address));
    }

    private BindReport probe(String address, Protocol protocol, Integer... ports) {
        return prober.probe(new BindProbe(address, protocol, List.of(ports), ports.length));
    }

    @Test
    void aFreePortIsBindableAndStaysSo() throws IOException {
        int free;
        try (ServerSocket socket = listener("127.0.0.1", 0)) {
            free = socket.getLocalPort();
        }

        assertThat(probe("127.0.0.1", Protocol.TCP, free).bindable()).containsExactly(free);
        assertThat(probe("127.0.0.1", Protocol.TCP, free).bindable()).containsExactly(free);
        try (ServerSocket server = listener("127.0.0.1", free)) {
            assertThat(server.isBound()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1,127.0.0.1", "0.0.0.0,127.0.0.1", "127.0.0.1,0.0.0.0", "0.0.0.0,0.0.0.0"})
    void aListenerTakesThePortAlsoForWildcardAndLoopback(String held, String wished) throws IOException {
        try (ServerSocket socket = listener(held, 0)) {
            BindReport report = probe(wished, Protocol.TCP, socket.getLocalPort());

            assertThat(report.bindable()).isEmpty();
            assertThat(report.taken()).singleElement().satisfies(l -> {
                assertThat(l.port()).isEqualTo(socket.getLocalPort());
                assertThat(l.pid()).isEqualTo(ProcessHandle.current().pid());
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1,127.0.0.1", "0.0.0.0,127.0.0.1", "127.0.0.1,0.0.0.0"})
    void aUdpSocketTakesItsPort(String held, String wished) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(held))) {
            BindReport report = probe(wished, Protocol.UDP, socket.getLocalPort());

            assertThat(report.bindable()).isEmpty();
            assertThat(report.taken())
                    .extracting(Listener::pid)
                    .containsExactly(ProcessHandle.current().pid());
        }
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0,TCP", "::,TCP", "0.0.0.0,UDP", "::,UDP"})
    void aWildcardAsksForEveryAddressAlsoOfIpv6(String wished, Protocol protocol) throws Exception {
        try (ListeningProcess other = ListeningProcess.start(protocol, "::1")) {
            BindReport report = probe(wished, protocol, other.port());

            assertThat(report.bindable()).isEmpty();
            assertThat(report.taken()).extracting(Listener::pid).containsExactly(other.pid());
            assertThat(probe("127.0.0.1", protocol, other.port()).bindable())
                    .as("one address of the other family is free")
                    .containsExactly(other.port());
        }
    }

    @Test
    void aListenerThatSharesItsPortTakesItAllTheSame() throws IOException {
        try (ServerSocket shared = new ServerSocket()) {
            shared.setOption(java.net.StandardSocketOptions.SO_REUSEPORT, true);
            shared.bind(new InetSocketAddress(LOOPBACK, 0));

            assertThat(probe("0.0.0.0", Protocol.TCP, shared.getLocalPort()).bindable())
                    .isEmpty();
        }
    }

    @Test
    void tcpAndUdpDoNotHinderEachOther() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            assertThat(probe("127.0.0.1", Protocol.TCP, socket.getLocalPort()).bindable())
                    .containsExactly(socket.getLocalPort());
        }
    }

    @Test
    void aPortWhoseConnectionsLingerIsBindable() throws IOException {
        int port;
        try (ServerSocket server = listener("127.0.0.1", 0);
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            port = server.getLocalPort();
            server.accept().close();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        try (ServerSocket strict = new ServerSocket()) {
            strict.setReuseAddress(false);
            assertThatExceptionOfType(BindException.class)
                    .as("a connection lingers in TIME_WAIT")
                    .isThrownBy(() -> strict.bind(new InetSocketAddress(LOOPBACK, port)));
        }

        assertThat(probe("127.0.0.1", Protocol.TCP, port).bindable()).containsExactly(port);
    }

    @Test
    void stopsWhenItHasEnoughAndKeepsTheOrder() throws IOException {
        try (ServerSocket taken = listener("127.0.0.1", 0);
                DatagramSocket first = new DatagramSocket(0, LOOPBACK);
                DatagramSocket second = new DatagramSocket(0, LOOPBACK);
                ServerSocket notTried = listener("127.0.0.1", 0)) {
            List<Integer> ports =
                    List.of(second.getLocalPort(), taken.getLocalPort(), first.getLocalPort(), notTried.getLocalPort());

            BindReport report = prober.probe(new BindProbe("127.0.0.1", Protocol.TCP, ports, 2));

            assertThat(report.bindable()).containsExactly(second.getLocalPort(), first.getLocalPort());
            assertThat(report.taken()).extracting(Listener::port).containsExactly(taken.getLocalPort());
        }
    }

    @Test
    void namesTheProcessThatHoldsThePort() throws Exception {
        try (ListeningProcess other = ListeningProcess.start(Protocol.TCP, "127.0.0.1")) {
            BindReport report = probe("127.0.0.1", Protocol.TCP, other.port());

            assertThat(report.taken()).singleElement().satisfies(l -> {
                assertThat(l.pid()).isEqualTo(other.pid());
                assertThat(l.owner()).startsWith("pid " + other.pid() + " (").contains("java");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "2001:db8::1"})
    void anAddressThatIsNotOfThisHostIsAnError(String elsewhere) {
        assertThatThrownBy(() -> probe(elsewhere, Protocol.TCP, 8080))
                .isInstanceOfSatisfying(ContractException.class, e -> {
                    assertThat(e.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
                    assertThat(e.errors()).extracting("field").containsExactly("address");
                    assertThat(e).hasMessageContaining(elsewhere).hasMessageContaining("127.0.0.1");
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_536})
    void aNumberThatIsNoPortIsAnError(int port) {
        assertThatThrownBy(() -> probe("127.0.0.1", Protocol.TCP, 8080, port))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("ports[1]")
                .hasMessageContaining("1 to 65535");
    }

    @Test
    void anAddressThatIsMissingAndNoneEnoughAreErrors() {
        assertThatThrownBy(() -> probe(null, Protocol.TCP, 8080)).hasMessageContaining("address: is missing");
        assertThatThrownBy(() -> prober.probe(new BindProbe("127.0.0.1", Protocol.TCP, List.of(8080), 0)))
                .hasMessageContaining("enough: is 0");
    }
}
