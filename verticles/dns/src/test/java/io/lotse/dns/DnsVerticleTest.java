package io.lotse.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.netty.handler.codec.dns.DnsRecordType;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.DnsClient;
import io.vertx.core.dns.SrvRecord;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.testfaults.FreePorts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ExtendWith(VertxExtension.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DnsVerticleTest {
    private static final int CONNECTIONS = 4;

    private final InetAddress loopback = InetAddress.getLoopbackAddress();
    private TestMesh mesh;
    private int port;

    @BeforeEach
    void start(Vertx vertx) throws IOException {
        mesh = TestMesh.start(vertx);
        mesh.instance("o-1", "orders", "127.0.0.1", 8001);
        port = freePort();
        TestMesh.await(vertx.deployVerticle(new DnsVerticle(config(), mesh.view())));
    }

    /** Free over TCP and over UDP. */
    private static int freePort() throws IOException {
        while (true) {
            try (DatagramSocket udp = new DatagramSocket(FreePorts.next())) {
                return udp.getLocalPort();
            } catch (BindException takenOverUdp) {
                // another
            }
        }
    }

    private DnsConfig config() {
        return new DnsConfig(
                loopback.getHostAddress(),
                port,
                TestMesh.HOST,
                "development",
                "lotse.",
                Duration.ofSeconds(5),
                1232,
                CONNECTIONS,
                Duration.ofMillis(500));
    }

    @Test
    void aRealResolverFindsAServiceAndLosesItWhenItDies(Vertx vertx) {
        DnsClient client = vertx.createDnsClient(port, loopback.getHostAddress());
        assertThat(TestMesh.await(client.resolveA("orders.service.lotse"))).containsExactly("127.0.0.1");
        List<SrvRecord> routes = TestMesh.await(client.resolveSRV("_orders._tcp.service.lotse"));
        assertThat(routes).singleElement().satisfies(route -> {
            assertThat(route.port()).isEqualTo(8001);
            assertThat(route.target()).isEqualTo("o-1.instance.lotse");
        });
        mesh.instance("o-1", "orders", "127.0.0.1", 8001, TestMesh.HOST, InstanceStatus.INACTIVE, Protocol.TCP);
        assertThat(TestMesh.await(client.resolveA("orders.service.lotse"))).isEmpty();
        mesh.remove("o-1");
        assertThat(client.resolveA("orders.service.lotse").toCompletionStage().toCompletableFuture())
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withMessageContaining("NXDOMAIN");
    }

    @Test
    void garbageIsMetWithSilenceAndTheNextQueryIsAnswered() throws IOException {
        Random random = new Random(7);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(10_000);
            for (int i = 0; i < 3000; i++) {
                byte[] garbage = new byte[12 + random.nextInt(500)];
                random.nextBytes(garbage);
                // says of itself that it is an answer
                garbage[2] |= (byte) 0x80;
                send(socket, garbage);
                if (i % 100 == 99) {
                    send(
                            socket,
                            Message.query("orders.service.lotse", DnsRecordType.A)
                                    .getBytes());
                    assertThat(receive(socket).answers()).hasSize(1);
                }
            }
        }
    }

    @Test
    void answersPipelinedQueriesInOrderOverOneConnection() throws IOException {
        try (Socket socket = connect()) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            Buffer all = Buffer.buffer();
            for (int id = 0; id < 200; id++) {
                Buffer query = Message.query("orders.service.lotse", DnsRecordType.SRV);
                query.setUnsignedShort(0, id);
                all.appendUnsignedShort(query.length()).appendBuffer(query);
            }
            out.write(all.getBytes(0, 31));
            out.flush();
            out.write(all.getBytes(31, all.length()));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (int id = 0; id < 200; id++) {
                Buffer answer = Buffer.buffer(in.readNBytes(in.readUnsignedShort()));
                assertThat(Message.read(answer).id()).isEqualTo(id);
                assertThat(Message.read(answer).answers()).hasSize(1);
            }
        }
    }

    @Test
    void closesConnectionsThatSendNoWholeQuery() throws IOException {
        try (Socket silent = connect();
                Socket empty = connect();
                Socket garbage = connect()) {
            empty.getOutputStream().write(new byte[] {0, 0});
            assertThat(empty.getInputStream().read()).isEqualTo(-1);
            garbage.getOutputStream().write(new byte[] {0, 3, 1, 2, 3});
            assertThat(garbage.getInputStream().read()).isEqualTo(-1);
            silent.getOutputStream().write(new byte[] {(byte) 0xFF, (byte) 0xFF, 1});
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void holdsOnlySoManyConnections() throws IOException {
        List<Socket> held = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                held.add(connect());
                assertThat(askOver(held.get(i))).isNotEmpty();
            }
            try (Socket further = connect()) {
                assertThat(further.getInputStream().read()).isEqualTo(-1);
            }
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    @Test
    void aClientThatNeverReadsIsNotReadFromForEver() throws IOException {
        Buffer query = Message.query("orders.service.lotse", DnsRecordType.SRV);
        byte[] framed = Buffer.buffer()
                .appendUnsignedShort(query.length())
                .appendBuffer(query)
                .getBytes();
        try (Socket deaf = connect()) {
            assertThatThrownBy(() -> {
                        while (true) {
                            deaf.getOutputStream().write(framed);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        try (Socket other = connect()) {
            assertThat(askOver(other)).isNotEmpty();
        }
    }

    @Test
    void startFailsWithTheReasonIfThePortIsTaken(Vertx vertx) {
        assertThat(vertx.deployVerticle(new DnsVerticle(config(), mesh.view()))
                        .toCompletionStage()
                        .toCompletableFuture())
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withCauseInstanceOf(BindException.class);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(loopback, port);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static List<String> askOver(Socket socket) throws IOException {
        Buffer query = Message.query("orders.service.lotse", DnsRecordType.A);
        socket.getOutputStream()
                .write(Buffer.buffer()
                        .appendUnsignedShort(query.length())
                        .appendBuffer(query)
                        .getBytes());
        DataInputStream in = new DataInputStream(socket.getInputStream());
        return Message.read(Buffer.buffer(in.readNBytes(in.readUnsignedShort())))
                .answers();
    }

    private void send(DatagramSocket socket, byte[] bytes) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, loopback, port));
    }

    private static Message.Reply receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        socket.receive(packet);
        return Message.read(Buffer.buffer(packet.getData()).slice(0, packet.getLength()));
    }
}
