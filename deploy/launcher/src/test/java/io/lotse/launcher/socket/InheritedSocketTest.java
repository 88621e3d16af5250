package io.lotse.launcher.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.testfaults.FreePorts;
import io.lotse.testfaults.NeedsProgram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Real programs that take the socket at descriptor 3. */
class InheritedSocketTest {
    private static final String PYTHON =
            """
            import json, os, socket, sys
            taken = socket.socket(fileno=3)
            status = dict(line.split(":", 1) for line in open("/proc/self/status"))
            told = {"pid": os.getpid(), "fds": sorted(map(int, os.listdir("/proc/self/fd"))),
                    "blocked": status["SigBlk"].strip(),
                    "arguments": sys.argv[1:], "environment": dict(os.environ), "input": sys.stdin.readline(),
                    "type": taken.type, "folder": os.getcwd()}
            print("to stderr", file=sys.stderr)
            print("to stdout", flush=True)
            while True:
                one, _ = taken.accept()
                one.sendall(json.dumps(told).encode())
                one.close()
            """;
    private static final String NODE =
            """
            require('net').createServer(one => one.end('node ' + process.env.LISTEN_PID + ' ' + process.pid))
                .listen({ fd: 3 });
            """;

    @TempDir
    private Path folder;

    private InheritedSocket socket;
    private Process process;

    @BeforeEach
    void open() throws IOException {
        socket = InheritedSocket.open(builder -> {
            builder.redirectOutput(folder.resolve("out").toFile())
                    .redirectError(folder.resolve("err").toFile())
                    .redirectInput(input().toFile())
                    .directory(folder.toFile());
            builder.environment().put("JAVA_TOOL_OPTIONS", "-Dseen.by=nobody-but-the-command");
        });
    }

    @AfterEach
    void end() throws IOException {
        socket.close();
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private Path input() {
        try {
            return Files.writeString(folder.resolve("in"), "a line\n");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String ask(String address, int port) throws IOException {
        try (Socket connection = new Socket(address, port)) {
            return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private JsonObject askPython(int port, String... arguments) throws IOException {
        Files.writeString(folder.resolve("taker.py"), PYTHON);
        List<String> command = new java.util.ArrayList<>(List.of("/usr/bin/env", "python3", "taker.py"));
        command.addAll(List.of(arguments));
        Map<String, String> environment = new HashMap<>(Map.of("PORT", Integer.toString(port), "LISTEN_FDNAMES", "x"));
        process = socket.become(command, environment);
        return new JsonObject(ask("127.0.0.1", port));
    }

    @Test
    @NeedsProgram(value = "python3", install = "apt-get install python3")
    void aProgramFindsTheListeningSocketAtDescriptorThree() throws Exception {
        int port = FreePorts.next();
        assertThat(socket.bind("127.0.0.1", port)).isEmpty();

        JsonObject told = askPython(port, "a b", "ü");

        JsonObject environment = told.getJsonObject("environment");
        assertThat(told.getLong("pid")).isEqualTo(socket.pid()).isEqualTo(process.pid());
        assertThat(environment.getString("LISTEN_FDS")).isEqualTo("1");
        assertThat(environment.getString("LISTEN_PID")).isEqualTo(Long.toString(process.pid()));
        assertThat(environment.getString("LISTEN_FDNAMES")).isEqualTo("x");
        assertThat(environment.getString("PORT")).isEqualTo(Integer.toString(port));
        assertThat(environment.getString("JAVA_TOOL_OPTIONS")).isEqualTo("-Dseen.by=nobody-but-the-command");
        assertThat(told.getJsonArray("arguments").getList()).hasSize(2).startsWith("a b");
    }

    @Test
    @NeedsProgram(value = "python3", install = "apt-get install python3")
    void theProgramBeginsAsIfAShellHadStartedIt() throws Exception {
        int port = FreePorts.next();
        socket.bind("127.0.0.1", port);

        JsonObject told = askPython(port);

        assertThat(told.getJsonArray("fds").getList())
                .as("nothing but its input, its output, its socket and the listing itself")
                .hasSize(5)
                .startsWith(0, 1, 2, 3);
        assertThat(told.getString("blocked")).as("blocked signals").matches("0+");
        assertThat(told.getString("input")).isEqualTo("a line\n");
        assertThat(told.getString("folder")).isEqualTo(folder.toRealPath().toString());
        assertThat(Files.readString(folder.resolve("out"))).isEqualTo("to stdout\n");
        assertThat(Files.readString(folder.resolve("err"))).isEqualTo("to stderr\n");
        process.destroy();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("ended by SIGTERM").isEqualTo(128 + 15);
    }

    @Test
    @NeedsProgram(value = "node", install = "apt-get install nodejs")
    void nodeTakesItToo() throws Exception {
        int port = FreePorts.next();
        socket.bind("127.0.0.1", port);

        process = socket.become(List.of("node", "-e", NODE), Map.of());

        assertThat(ask("127.0.0.1", port)).isEqualTo("node " + process.pid() + " " + process.pid());
    }

    @Test
    void nobodyCanTakeThePortOnceItIsBound() throws Exception {
        int port = FreePorts.next();
        assertThat(socket.bind("::1", port)).isEmpty();

        assertThatThrownBy(() -> new ServerSocket(port, 1, InetAddress.getByName("::1")).close())
                .isInstanceOf(IOException.class);
        try (Socket early = new Socket("::1", port)) {
            assertThat(early.isConnected()).as("who comes early waits").isTrue();
        }
    }

    @Test
    @NeedsProgram(value = "python3", install = "apt-get install python3")
    void goesOnToTheNextPortWhereSomebodyWasFaster() throws Exception {
        try (ServerSocket thief = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(socket.bind("127.0.0.1", thief.getLocalPort()))
                    .hasValueSatisfying(reason -> assertThat(reason).containsIgnoringCase("in use"));
            int next = FreePorts.next();
            assertThat(socket.bind("127.0.0.1", next)).isEmpty();

            assertThat(askPython(next).getInteger("type")).isEqualTo(1);
        }
    }

    @Test
    void saysWhyACommandCannotBeRun() throws Exception {
        socket.bind("127.0.0.1", FreePorts.next());

        assertThatThrownBy(() -> socket.become(List.of(folder.resolve("in").toString()), Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("denied");
        assertThat(socket.pid()).isPositive();
    }

    @Test
    void leavesNothingBehindWhereNobodyWantsIt() throws Exception {
        int port = FreePorts.next();
        socket.bind("127.0.0.1", port);
        ProcessHandle shim = ProcessHandle.of(socket.pid()).orElseThrow();

        socket.close();

        shim.onExit().get(60, TimeUnit.SECONDS);
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(free.isBound()).isTrue();
        }
    }
}
