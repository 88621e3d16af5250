package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.vertx.core.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RunCommandTest {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();
    private StandInControl control;

    @BeforeEach
    void setUp() throws IOException {
        control = new StandInControl();
    }

    @AfterEach
    void tearDown() {
        control.close();
    }

    @Test
    void runsAServiceRegisteredWhileItLives() throws Exception {
        CompletableFuture<Integer> run = start("--name", "hello", "--health", "/up", "--depends-on", "a,b");
        await().until(() -> control.heard("POST " + Paths.HEARTBEAT + "hello-1") > 1);

        Instance instance = control.instances.get("hello-1");
        assertThat(instance.status()).isEqualTo(InstanceStatus.INACTIVE);
        assertThat(instance.healthPath()).isEqualTo("/up");
        assertThat(instance.dependencies()).containsExactly("a", "b");
        String endpoint = "127.0.0.1:" + instance.port();
        assertThat(Files.readAllLines(folder.resolve("told")))
                .containsExactly(endpoint, endpoint, "hello-1", control.url());
        assertThat(err.toString()).isEqualTo("lotse: running hello at " + endpoint + " (id hello-1)\n");

        quit(instance);
        assertThat(run.join()).as("the exit code of the service").isEqualTo(7);
        assertThat(control.instances).isEmpty();
    }

    @Test
    void sendsNoHeartbeatBeforeTheServiceListens() throws Exception {
        CompletableFuture<Integer> run = CompletableFuture.supplyAsync(
                () -> execute(List.of("run", "--name", "deaf", "--startup-timeout", "0", "--", JAVA, "-version")));

        assertThat(run.join()).isZero();
        assertThat(control.heard("POST " + Paths.HEARTBEAT)).isZero();
        assertThat(control.instances).isEmpty();
        assertThat(err.toString()).contains("does not listen at");
    }

    @Test
    void registersAgainWhatTheMeshForgot() throws Exception {
        CompletableFuture<Integer> run = start("--name", "hello");
        await().until(() -> control.heard("POST " + Paths.HEARTBEAT) > 0);
        Instance first = control.instances.remove("hello-1");

        await().until(() -> control.instances.containsKey("hello-1"));

        assertThat(control.instances.get("hello-1").port()).isEqualTo(first.port());
        quit(first);
        assertThat(run.join()).isEqualTo(7);
    }

    @Test
    void outlivesItsNode() throws Exception {
        CompletableFuture<Integer> run = start("--name", "hello");
        await().until(() -> control.heard("POST " + Paths.HEARTBEAT) > 0);
        Instance instance = control.instances.get("hello-1");
        int port = control.port();
        control.close();
        await().until(() -> err.toString().contains("heartbeats are not heard"));

        control = new StandInControl(port);
        await().until(() -> err.toString().contains("heartbeats are heard again"));

        assertThat(control.instances).containsKey("hello-1");
        quit(instance);
        assertThat(run.join()).isEqualTo(7);
        assertThat(control.instances).isEmpty();
    }

    @Test
    void goesOnWithAnotherMemberWhenItsNodeIsGone() throws Exception {
        try (StandInControl other = new StandInControl()) {
            control.members = List.of(other);
            CompletableFuture<Integer> run = start("--name", "hello");
            await().until(() -> control.heard("POST " + Paths.HEARTBEAT) > 0);
            Instance instance = control.instances.get("hello-1");
            other.instances.put("hello-1", instance);

            control.close();

            await().until(() -> other.heard("POST " + Paths.HEARTBEAT + "hello-1") > 1);
            quit(instance);
            assertThat(run.join()).isEqualTo(7);
            assertThat(other.instances).isEmpty();
        }
    }

    @Test
    void registersNothingForACommandThatIsNotThere() {
        assertThat(execute(List.of("run", "--name", "hello", "--", "no-such-command-here", "--name", "x")))
                .isEqualTo(127);
        assertThat(err.toString()).isEqualTo("lotse: no-such-command-here: command not found\n");
        assertThat(control.asked).isEmpty();
    }

    @Test
    void refusesAFileThatCannotBeRun() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "x");

        assertThat(execute(List.of("run", "--name", "hello", text.toString()))).isEqualTo(126);
        assertThat(control.asked).isEmpty();
    }

    @Test
    void wantsANameAndACommand() {
        assertThat(execute(List.of("run", "--", "ls"))).isEqualTo(2);
        assertThat(err.toString()).startsWith("lotse: Missing required option: '--name=SERVICE'");

        err.getBuffer().setLength(0);
        assertThat(execute(List.of("run", "--name", "x"))).isEqualTo(2);
        assertThat(err.toString()).startsWith("lotse: Missing required parameter: 'COMMAND'");
    }

    private CompletableFuture<Integer> start(String... options) {
        List<String> arguments = new ArrayList<>(List.of("run"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of(
                "--",
                JAVA,
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ListeningService.class.getName(),
                folder.resolve("told").toString(),
                "{host}",
                "{port}"));
        return CompletableFuture.supplyAsync(() -> execute(arguments));
    }

    private int execute(List<String> arguments) {
        Map<String, String> environment =
                Map.of("LOTSE_HOME", folder.toString(), "LOTSE_CONTROL", control.url(), "PATH", System.getenv("PATH"));
        return Cli.commandLine(environment, config -> Future.failedFuture("no room"))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
    }

    private static void quit(Instance instance) throws IOException {
        try (Socket socket = new Socket(instance.ipAddress(), instance.port())) {
            socket.getOutputStream().write('q');
        }
    }
}
