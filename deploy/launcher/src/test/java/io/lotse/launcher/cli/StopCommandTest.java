package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.supervision.SupervisedService;
import io.lotse.contracts.supervision.SupervisedServices;
import io.lotse.contracts.supervision.SupervisedState;

import static org.assertj.core.api.Assertions.assertThat;

/** A real process is stopped; what its node keeps running is a stand-in's answer. */
class StopCommandTest {
    @TempDir
    private Path home;

    private HttpServer control;
    private Process node;
    private volatile int status = 200;
    private volatile String answer = "";

    @BeforeEach
    void start() throws IOException {
        control = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        control.createContext(Paths.SUPERVISED, exchange -> {
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            boolean own = "node=a".equals(exchange.getRequestURI().getQuery());
            exchange.sendResponseHeaders(own ? status : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        control.start();
        node = new ProcessBuilder("sleep", "300").start();
        Path data = home.resolve("a");
        new NodeFile(
                        "a",
                        "id",
                        node.pid(),
                        node.info().startInstant().orElse(null),
                        null,
                        "http://127.0.0.1:" + control.getAddress().getPort(),
                        "127.0.0.1:1",
                        1,
                        null,
                        0,
                        Instant.EPOCH,
                        data.toString())
                .write(data.resolve(NodeFile.NAME));
    }

    @AfterEach
    void stop() {
        node.destroyForcibly();
        control.stop(0);
    }

    private void supervises(SupervisedState... states) {
        List<SupervisedService> services = Stream.of(states)
                .map(state -> new SupervisedService(
                        "a", "host", "shop", "web", state, Instant.EPOCH, null, null, null, null, null, 0, null))
                .toList();
        answer = ContractCodec.encode(new SupervisedServices(services)).encode();
    }

    private List<String> stopped() {
        StringWriter out = new StringWriter();
        CommandLine lotse =
                Cli.commandLine(Map.of("LOTSE_HOME", home.toString()), config -> Future.failedFuture("no room"));
        lotse.setOut(new PrintWriter(out));
        assertThat(lotse.execute("stop")).isZero();
        assertThat(node.isAlive()).isFalse();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines.get(0)).startsWith("stopped a (pid " + node.pid() + ") in ");
        return lines.subList(1, lines.size());
    }

    @Test
    void saysHowManyServicesRunOnAndWhatEndsThem() {
        supervises(SupervisedState.READY, SupervisedState.STARTING, SupervisedState.STOPPED, SupervisedState.COMPLETED);

        assertThat(stopped())
                .containsExactly("2 supervised services run on, and the node finds them again when it is started;"
                        + " only lotse down ends them");
    }

    @Test
    void saysNothingWhereNothingRunsOn() {
        supervises(SupervisedState.FAILED);

        assertThat(stopped()).isEmpty();
    }

    @Test
    void stopsANodeThatCannotTell() {
        status = 503;
        answer = "{}";

        assertThat(stopped()).isEmpty();
    }

    @Test
    void stopsANodeThatDoesNotAnswer() {
        control.stop(0);

        assertThat(stopped()).isEmpty();
    }
}
