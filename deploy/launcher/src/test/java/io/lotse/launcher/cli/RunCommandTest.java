package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.ProcessReport;
import io.lotse.testfaults.NeedsProgram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RunCommandTest extends RunSetup {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

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

        quit(instance.port());
        assertThat(run.join()).as("the exit code of the service").isEqualTo(7);
        assertThat(control.instances).isEmpty();
    }

    @Test
    void sendsNoHeartbeatBeforeTheServiceListens() throws Exception {
        Path end = folder.resolve("end");
        String staysDeaf = "until [ -e " + end + " ]; do sleep 0.05; done";
        CompletableFuture<Integer> run = CompletableFuture.supplyAsync(
                () -> execute(List.of("run", "--name", "deaf", "--startup-timeout", "0", "--", "sh", "-c", staysDeaf)));

        await().untilAsserted(() -> assertThat(err.toString()).contains("does not listen at"));
        Files.createFile(end);

        assertThat(run.join()).isZero();
        assertThat(control.heard("POST " + Paths.HEARTBEAT)).isZero();
        assertThat(control.instances).isEmpty();
    }

    @Test
    void registersAgainWhatTheMeshForgot() throws Exception {
        CompletableFuture<Integer> run = start("--name", "hello");
        await().until(() -> control.heard("POST " + Paths.HEARTBEAT) > 0);
        Instance first = control.instances.remove("hello-1");

        await().until(() -> control.instances.containsKey("hello-1"));

        assertThat(control.instances.get("hello-1").port()).isEqualTo(first.port());
        quit(first.port());
        assertThat(run.join()).isEqualTo(7);
    }

    @Test
    void endsWithItsEnvironment() throws Exception {
        CompletableFuture<Integer> run = start("--name", "hello", "--environment", "pr-42");
        await().until(() -> control.heard("POST " + Paths.HEARTBEAT) > 0);

        control.unwanted = ProblemCode.UNKNOWN_ENVIRONMENT;
        control.instances.remove("hello-1");

        assertThat(run.join()).as("ended by SIGTERM").isEqualTo(143);
        assertThat(err.toString()).contains("lotse: hello-1: its environment, pr-42, was removed: it ends\n");
        assertThat(control.heard("POST " + Paths.DEREGISTER)).isZero();
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
        quit(instance.port());
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
            quit(instance.port());
            assertThat(run.join()).isEqualTo(7);
            assertThat(other.instances).isEmpty();
        }
    }

    @Test
    @NeedsProgram(value = "python3", install = "apt-get install python3")
    void beatsForAServiceThatTakesDatagrams() throws Exception {
        String service = "import socket, sys; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);"
                + " s.bind((sys.argv[1], int(sys.argv[2]))); s.recv(1); sys.exit(7)";
        CompletableFuture<Integer> run = CompletableFuture.supplyAsync(() -> execute(List.of(
                "run",
                "--name",
                "hello",
                "--protocol",
                "udp",
                "--restart",
                "no",
                "--",
                "python3",
                "-c",
                service,
                "{host}",
                "{port}")));
        await().until(() -> control.heard("POST " + Paths.HEARTBEAT) > 0);

        Instance instance = control.instances.get("hello-1");
        assertThat(instance.protocol()).isEqualTo(Protocol.UDP);
        try (DatagramSocket client = new DatagramSocket()) {
            InetSocketAddress there = new InetSocketAddress(StandInControl.HOST, instance.port());
            client.send(new DatagramPacket(new byte[1], 1, there));
        }
        assertThat(run.join()).isEqualTo(7);
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

    @Test
    void startsAgainWhatCrashedAtTheSamePort() throws Exception {
        Path lives = folder.resolve("lives");
        String thirdTimeLucky = "echo $PORT >>" + lives + "; test $(wc -l <" + lives + ") -ge 3";

        int exitCode = execute(List.of("run", "--name", "hello", "--", "sh", "-c", thirdTimeLucky));

        assertThat(exitCode).as("of its last life").isZero();
        assertThat(Files.readAllLines(lives))
                .hasSize(3)
                .containsOnly(Files.readAllLines(lives).get(0));
        assertThat(control.heard("POST " + Paths.REGISTER)).isEqualTo(1);
        assertThat(control.reports).filteredOn(ProcessReport::down).hasSize(2);
        assertThat(err.toString()).contains("hello-1 ended with exit code 1: started again in ");
        assertThat(control.instances).isEmpty();
    }

    @Test
    void startsAgainWhatCrashedInAnEnvironmentOfTheKindDevelopment() {
        String second = "mkdir " + folder.resolve("first") + " 2>/dev/null && exit 3; exit 0";

        assertThat(execute(List.of("run", "--name", "hello", "--environment", "anna", "--", "sh", "-c", second)))
                .isZero();
        assertThat(err.toString()).contains("hello-1 ended with exit code 3: started again in ");
    }

    @Test
    void elsewhereThanInDevelopmentWhatEndsHasEnded() {
        assertThat(execute(
                        List.of("run", "--name", "hello", "--environment", "production", "--", "sh", "-c", "exit 3")))
                .isEqualTo(3);
        assertThat(control.heard("POST " + Paths.REGISTER)).isEqualTo(1);
    }

    @Test
    void saysWhichProcessesOwnTheInstance() throws Exception {
        CompletableFuture<Integer> run = start("--name", "hello");
        await().until(() -> !control.reports.isEmpty());

        ProcessReport report = control.reports.get(0);
        assertThat(report.serviceId()).isEqualTo("hello-1");
        assertThat(report.pids()).hasSize(2).contains(ProcessHandle.current().pid());
        await().until(() -> control.heard("POST " + Paths.HEARTBEAT) > 0);
        quit(control.instances.get("hello-1").port());
        assertThat(run.join()).isEqualTo(7);
    }

    @Test
    void movesOnWhenAThiefWasFaster() throws Exception {
        List<ServerSocket> thieves = new CopyOnWriteArrayList<>();
        control.given = port -> {
            if (thieves.isEmpty()) {
                thieves.add(listen(port));
            }
        };

        CompletableFuture<Integer> run = start("--name", "hello");
        await().until(() -> control.heard("POST " + Paths.HEARTBEAT) > 0);

        Instance instance = control.instances.get("hello-1");
        assertThat(instance.port()).isNotEqualTo(thieves.get(0).getLocalPort());
        assertThat(err.toString())
                .contains("port " + thieves.get(0).getLocalPort() + " was taken by pid "
                        + ProcessHandle.current().pid())
                .contains("before hello-1 listened there: trying another");
        thieves.get(0).close();
        quit(instance.port());
        assertThat(run.join()).isEqualTo(7);
    }

    @Test
    void movesOnAlsoWhereTheCommandDoesNotEndByItself() throws Exception {
        List<ServerSocket> thieves = new CopyOnWriteArrayList<>();
        control.given = port -> {
            if (thieves.isEmpty()) {
                thieves.add(listen(port));
            }
        };
        String staysOnce = "mkdir " + folder.resolve("first") + " 2>/dev/null && exec sleep 600; exit 0";

        assertThat(execute(List.of("run", "--name", "hello", "--", "sh", "-c", staysOnce)))
                .isZero();
        assertThat(control.heard("POST " + Paths.REGISTER)).isEqualTo(2);
        thieves.get(0).close();
    }

    @Test
    void givesUpWhereThievesAreAlwaysFaster() throws Exception {
        List<ServerSocket> thieves = new CopyOnWriteArrayList<>();
        control.given = port -> thieves.add(listen(port));

        assertThat(execute(List.of("run", "--name", "hello", "--", "sh", "-c", "exit 9")))
                .isEqualTo(9);

        assertThat(thieves).hasSize(6);
        assertThat(err.toString()).contains("as 5 ports before: given up");
        assertThat(control.instances).isEmpty();
        for (ServerSocket thief : thieves) {
            thief.close();
        }
    }

    @Test
    @NeedsProgram(value = "python3", install = "apt-get install python3")
    void handsTheSocketOverThatItBoundItself() throws Exception {
        String program = "import os, socket; s = socket.socket(fileno=3); c, _ = s.accept();"
                + " c.sendall(os.environ['LISTEN_FDNAMES'].encode()); os._exit(7 if os.getpid() =="
                + " int(os.environ['LISTEN_PID']) else 1)";
        try (ServerSocket thief = listen(0)) {
            control.offered.add(thief.getLocalPort());

            CompletableFuture<Integer> run = CompletableFuture.supplyAsync(() -> execute(List.of(
                    "run",
                    "--name",
                    "hello",
                    "--socket",
                    "inherit",
                    "--restart",
                    "no",
                    "--",
                    "python3",
                    "-c",
                    program)));
            await().untilAsserted(() -> assertThat(err.toString()).contains("running hello at"));

            Instance instance = control.instances.get("hello-1");
            assertThat(instance.port()).isNotEqualTo(thief.getLocalPort());
            try (Socket socket = new Socket(instance.ipAddress(), instance.port())) {
                // it may have been the heartbeats' connection that the program took
                socket.getInputStream().read();
            } catch (IOException itHasEnded) {
                assertThat(itHasEnded).isNotNull();
            }
            assertThat(run.join()).isEqualTo(7);
        }
        assertThat(control.instances).isEmpty();
    }

    @Test
    void refusesAPolicyThatIsNone() {
        assertThat(execute(List.of("run", "--name", "x", "--restart", "sometimes", "ls")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("'sometimes' is none: give no, on-failure or always");
    }

    private static ServerSocket listen(int port) {
        try {
            return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CompletableFuture<Integer> start(String... options) {
        List<String> arguments = new ArrayList<>(List.of("run", "--restart", "no"));
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
}
