package io.lotse.hostagent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.lotse.contracts.host.ListenerQuery;
import io.lotse.contracts.host.PortFacts;
import io.lotse.contracts.host.PortSocket;
import io.lotse.contracts.ports.Protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class PortInspectorTest {
    private static final long OWN = ProcessHandle.current().pid();

    private final PortInspector ports = new PortInspector(new Sockets(SocketTable.ofThisSystem()));

    private PortFacts inspect(int port) {
        return ports.inspect(new ListenerQuery(Protocol.TCP, port));
    }

    @Test
    void tellsWhoListensAndWhoSpeaks() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            PortFacts facts = inspect(server.getLocalPort());

            assertThat(facts.sockets())
                    .extracting(PortSocket::state)
                    .startsWith("listen")
                    .contains("established");
            assertThat(facts.sockets()).extracting(PortSocket::pid).containsOnly(OWN);
            assertThat(facts.total()).isEqualTo(2);
            assertThat(facts.ephemeralPorts().contains(client.getLocalPort())).isTrue();
            assertThat(facts.unseen()).isNull();

            PortSocket outgoing = inspect(client.getLocalPort()).sockets().get(0);
            assertThat(outgoing.takes()).isFalse();
            assertThat(outgoing.peer()).isEqualTo("127.0.0.1:" + accepted.getLocalPort());
        }
    }

    @Test
    void seesAConnectionThatLingers() throws IOException {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            port = server.getLocalPort();
            server.accept().close();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }

        await().until(() ->
                inspect(port).sockets().stream().anyMatch(s -> s.state().equals("time-wait")));
        assertThat(inspect(port).sockets()).extracting(PortSocket::pid).containsOnlyNulls();
    }

    @Test
    void findsOneAmongTwentyThousandSocketsWithoutLookingAtTheOthers(@TempDir Path proc) throws IOException {
        Files.createDirectories(proc.resolve("net"));
        List<String> rows = IntStream.range(0, 20_000)
                .mapToObj(i -> String.format(
                        "%4d: 0100007F:%04X 0100007F:1F90 01 00000000:00000000 00:00000000 00000000 0 0 %d 1 0 20 4",
                        i, 20_000 + i, 900_000 + i))
                .toList();
        Files.writeString(proc.resolve("net/tcp"), "  sl  local_address ...\n" + String.join("\n", rows) + "\n");
        Path descriptors = Files.createDirectories(proc.resolve("42/fd"));
        Files.createSymbolicLink(descriptors.resolve("3"), Path.of("socket:[907777]"));

        assertThat(new ProcSocketTable(proc).at(Protocol.TCP, 27_777))
                .containsExactly(
                        new BoundSocket(Protocol.TCP, "127.0.0.1", 27_777, "established", "127.0.0.1:8080", 42L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"8080,9000-9010;8080;true", "8080,9000-9010;9010;true", "8080,9000-9010;9011;false", "'';1;false"})
    void readsWhatTheKernelReserves(String reserved, int port, boolean contained) {
        assertThat(PortInspector.contains(reserved, port)).isEqualTo(contained);
    }
}
