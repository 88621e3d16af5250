package io.lotse.launcher.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.lotse.launcher.config.NodeFacts;
import io.lotse.launcher.config.RunningNode;
import io.lotse.testfaults.NeedsProgram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

/** A service manager that listens at a real socket, and writes down what it hears, a message a line. */
@NeedsProgram(value = "python3", install = "apt-get install python3")
class ServiceManagerTest {
    private static final long PID = 4711;
    private static final String PYTHON =
            """
            import socket, sys
            heard = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            heard.bind(sys.argv[1].replace("@", "\\0", 1))
            print("listening", flush=True)
            while True:
                print(heard.recv(4096).decode().replace("\\n", " "), flush=True)
            """;

    @TempDir
    private Path folder;

    private Process process;
    private BufferedReader heard;

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"in a folder", "in no file system"})
    void tellsWhenTheNodeIsReadyAndWhenItStops(String where) throws IOException {
        String name = where.equals("in a folder") ? folder.resolve("notify") + "" : "@" + folder;
        listen(name);
        ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", name), PID);

        manager.ready("ready node=a");
        manager.stopping();

        assertThat(heard.readLine()).isEqualTo("READY=1 STATUS=ready node=a");
        assertThat(heard.readLine()).isEqualTo("STOPPING=1 STATUS=stopping");
    }

    @Test
    void saysThatTheNodeIsAliveAsLongAsItsHeartBeats() throws IOException {
        String name = folder.resolve("notify").toString();
        listen(name);
        StandInNode node = new StandInNode();
        Promise<Void> hangs = Promise.promise();
        node.beats.set(hangs.future());
        ServiceManager manager = ServiceManager.of(
                Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "30000", "WATCHDOG_PID", PID + ""), PID);

        manager.watch(node);
        // the third time that it is asked, its silence of the first two was seen
        node.awaitAsked(3);
        manager.ready("after it was silent");
        node.beats.set(Future.succeededFuture());

        assertThat(heard.readLine()).isEqualTo("READY=1 STATUS=after it was silent");
        assertThat(heard.readLine()).isEqualTo("WATCHDOG=1");
        assertThat(heard.readLine()).isEqualTo("WATCHDOG=1");
        manager.stopping();
    }

    @Test
    void aWatchdogOfAnotherProcessIsNotItsOwn() throws IOException {
        String name = folder.resolve("notify").toString();
        listen(name);
        StandInNode node = new StandInNode();
        ServiceManager manager =
                ServiceManager.of(Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "1000", "WATCHDOG_PID", "1"), PID);

        manager.watch(node);
        manager.ready("a");

        assertThat(heard.readLine()).isEqualTo("READY=1 STATUS=a");
        assertThat(node.asked).hasValue(0);
    }

    @Test
    void aManagerThatIsGoneIsNoHarm() {
        for (String name : List.of(folder.resolve("nobody") + "", "vsock:2:1", "", "/" + "x".repeat(200))) {
            assertThatCode(() -> ServiceManager.of(Map.of("NOTIFY_SOCKET", name), PID)
                            .ready("ready"))
                    .doesNotThrowAnyException();
        }
    }

    private void listen(String name) throws IOException {
        process = new ProcessBuilder("python3", "-c", PYTHON, name)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        heard = process.inputReader();
        assertThat(heard.readLine()).isEqualTo("listening");
    }

    private static final class StandInNode implements RunningNode {
        private final AtomicReference<Future<Void>> beats = new AtomicReference<>(Future.succeededFuture());
        private final AtomicInteger asked = new AtomicInteger();

        void awaitAsked(int times) {
            await().until(() -> asked.get() >= times);
        }

        @Override
        public NodeFacts facts() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<Void> beat() {
            asked.incrementAndGet();
            return beats.get();
        }

        @Override
        public Future<Void> stop() {
            return Future.succeededFuture();
        }
    }
}
