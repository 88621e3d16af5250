package io.lotse.testfaults;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TcpRelayTest {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private ServerSocket server;
    private TcpRelay relay;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        relay = TcpRelay.to("127.0.0.1", server.getLocalPort());
        Thread echo = new Thread(this::serve, "echo");
        echo.setDaemon(true);
        echo.start();
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
        server.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                byte[] data = new byte[100];
                InputStream in = socket.getInputStream();
                for (int length = in.read(data); length >= 0; length = in.read(data)) {
                    heard.add(new String(data, 0, length, StandardCharsets.UTF_8));
                    socket.getOutputStream().write(data, 0, length);
                }
            } catch (IOException e) {
                // the connection was broken, as wished
            }
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), relay.port());
    }

    private static String ask(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        byte[] answer = socket.getInputStream().readNBytes(text.length());
        if (answer.length < text.length()) {
            throw new EOFException("the connection ended");
        }
        return new String(answer, StandardCharsets.UTF_8);
    }

    @Test
    void passesBothWays() throws IOException {
        try (Socket socket = connect()) {
            assertThat(ask(socket, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void cutsWhatIsOpenAndPassesWhatComes() throws IOException {
        try (Socket before = connect()) {
            ask(before, "hello");
            relay.cut();
            assertThatThrownBy(() -> ask(before, "again")).isInstanceOf(IOException.class);
        }
        try (Socket after = connect()) {
            assertThat(ask(after, "new")).isEqualTo("new");
        }
    }

    @Test
    void holdsWithoutBreaking() throws IOException {
        try (Socket socket = connect()) {
            ask(socket, "hello");
            relay.hold();
            socket.setSoTimeout(100);
            assertThatThrownBy(() -> ask(socket, "held")).isInstanceOf(SocketTimeoutException.class);
            relay.letGo();
            socket.setSoTimeout(0);
            assertThat(new String(socket.getInputStream().readNBytes(4), StandardCharsets.UTF_8))
                    .isEqualTo("held");
        }
    }

    @Test
    void holdsOneWayAlone() throws IOException {
        try (Socket socket = connect()) {
            ask(socket, "hello");
            relay.hold(TcpRelay.Direction.TO_CLIENT);
            socket.setSoTimeout(200);
            assertThatThrownBy(() -> ask(socket, "heard")).isInstanceOf(SocketTimeoutException.class);
            assertThat(heard).containsExactly("hello", "heard");
            relay.letGo();
            socket.setSoTimeout(0);
            assertThat(new String(socket.getInputStream().readNBytes(5), StandardCharsets.UTF_8))
                    .isEqualTo("heard");
        }
    }

    @Test
    void listensWhereItIsTold() throws IOException {
        InetSocketAddress listen = new InetSocketAddress("127.9.8.7", relay.port());
        try (TcpRelay other = TcpRelay.between(listen, new InetSocketAddress("127.0.0.1", server.getLocalPort()));
                Socket socket = new Socket(listen.getAddress(), other.port())) {
            assertThat(ask(socket, "there")).isEqualTo("there");
        }
    }

    @Test
    void cutsAtAMarkerWithTheMarkerPassedOnOrNot() throws IOException {
        for (boolean passedOn : new boolean[] {true, false}) {
            relay.cutWhenSent("COMMIT".getBytes(StandardCharsets.UTF_8), passedOn);
            try (Socket socket = connect()) {
                ask(socket, "hello");
                assertThatThrownBy(() -> ask(socket, "COMMIT " + passedOn)).isInstanceOf(IOException.class);
            }
            assertThat(relay.wasCut()).isTrue();
        }
        try (Socket socket = connect()) {
            // one at a time is served: whatever came before is heard by now
            ask(socket, "end");
        }
        assertThat(heard).containsExactly("hello", "COMMIT true", "hello", "end");
    }

    @Test
    void refusesUntilItAdmits() throws IOException {
        relay.refuse();
        assertThatThrownBy(() -> {
                    try (Socket socket = connect()) {
                        ask(socket, "refused");
                    }
                })
                .isInstanceOf(IOException.class);
        relay.admit();
        try (Socket socket = connect()) {
            assertThat(ask(socket, "hello")).isEqualTo("hello");
        }
    }
}
