package io.lotse.launcher.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.registry.ProcessReport;
import io.lotse.testfaults.FreePorts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** {@code lotse run} while ports are handed over. */
class RunMovesTest extends RunSetup {
    /** Listens at its port, or at the socket that it is handed, until it is told to end. */
    private static final String SERVER = "import os, socket, sys\n"
            + "s = socket.socket(fileno=3) if 'LISTEN_PID' in os.environ"
            + " else socket.create_server((os.environ['HOST'], int(os.environ['PORT'])))\n"
            + "while s.accept()[0].recv(1) != b'q': pass\n"
            + "sys.exit(7)";

    @Test
    void leavesThePortThatItIsAskedToLeave() throws Exception {
        CompletableFuture<Integer> run = start();
        int former = awaitBeating();

        control.leave.put("hello-1", former);
        awaitSaid("running hello at 127.0.0.1:", 2);
        int now = awaitBeating();

        assertThat(now).isNotEqualTo(former);
        assertThat(err.toString())
                .contains("lotse: hello-1 is asked to leave port " + former + " to asker-1 of priority 5: stopped");
        assertThat(control.reports).filteredOn(ProcessReport::down).hasSize(1);
        assertThat(control.heard("POST " + Paths.REGISTER)).isEqualTo(1);
        assertThat(run).isNotDone();
        quit(now);
        assertThat(run.join()).isEqualTo(7);
    }

    @Test
    void leavesItAlsoWhereItsSocketIsBoundForIt() throws Exception {
        CompletableFuture<Integer> run = start("--socket", "inherit");
        int former = awaitBeating();

        control.leave.put("hello-1", former);
        awaitSaid("running hello at 127.0.0.1:", 2);
        int now = awaitBeating();

        assertThat(now).isNotEqualTo(former);
        quit(now);
        assertThat(run.join()).isEqualTo(7);
    }

    @Test
    void endsAlsoWhatAShellStartedForIt() throws Exception {
        String program = "import os\nos.spawnlp(os.P_WAIT, 'python3', 'python3', '-c', " + quoted(SERVER) + ")";
        CompletableFuture<Integer> run = start(List.of(), program);
        int former = awaitBeating();

        control.leave.put("hello-1", former);
        awaitSaid("running hello at 127.0.0.1:", 2);
        int now = awaitBeating();

        await().untilAsserted(() -> assertThatThrownBy(() -> quit(former)).isInstanceOf(IOException.class));
        quit(now);
        assertThat(run.join()).isZero();
    }

    private static String quoted(String program) {
        return "'''" + program + "'''";
    }

    @Test
    void saysOnceThatThePortItAskedForIsNotLeftToIt() throws Exception {
        CompletableFuture<Integer> run = start();
        int port = awaitBeating();

        control.lapsed.put("hello-1", 1_024);
        awaitSaid("lotse: port 1024, which hello-1 had asked for, was not left in time", 1);
        awaitBeating();

        assertThat(err.toString()).containsOnlyOnce("it stays at " + port);
        quit(port);
        assertThat(run.join()).isEqualTo(7);
    }

    @Test
    void staysWhereItIsToldTo() throws Exception {
        CompletableFuture<Integer> run = start("--move", "no");
        int port = awaitBeating();

        control.leave.put("hello-1", port);
        awaitSaid("hello-1 is asked to leave port " + port + ": it stays (--move no)", 1);
        awaitBeating();

        assertThat(control.heard("POST " + Paths.REASSIGNMENTS)).isZero();
        assertThat(err.toString()).containsOnlyOnce("it stays");
        quit(port);
        assertThat(run.join()).isEqualTo(7);
    }

    @Test
    void leavesNoPortThatItWasToHaveAndNoOther() throws Exception {
        int port = FreePorts.next();
        control.offered.add(port);
        CompletableFuture<Integer> run = start("--port", Integer.toString(port));
        awaitBeating();

        control.leave.put("hello-1", port);

        awaitSaid("hello-1 is asked to leave port " + port + ": it stays (--port " + port + ")", 1);
        quit(port);
        assertThat(run.join()).isEqualTo(7);
    }

    @Test
    void keepsItsPortWhereThereIsNoOther() throws Exception {
        CompletableFuture<Integer> run = start();
        int port = awaitBeating();

        control.refusal = ProblemCode.NO_FREE_PORT;
        control.leave.put("hello-1", port);
        awaitSaid("running hello at 127.0.0.1:" + port, 2);
        awaitBeating();

        assertThat(err.toString()).containsOnlyOnce("hello-1 keeps port " + port + ": no-free-port");
        assertThat(control.heard("POST " + Paths.REASSIGNMENTS)).isEqualTo(1);
        quit(port);
        assertThat(run.join()).isEqualTo(7);
    }

    @Test
    void saysWhatItWaitsForAndGoesThereOnceItWasHandedOver() throws Exception {
        int wish = FreePorts.next();
        control.pending = wish;
        CompletableFuture<Integer> run = start();
        int former = awaitBeating();
        assertThat(err.toString())
                .contains(
                        "(id hello-1) for now: port " + wish + " was asked for, and its holder is asked to leave it\n");

        control.granted.put("hello-1", wish);
        awaitSaid("hello-1 has port " + wish + " now, and gave " + former + " back", 1);

        assertThat(control.instances.get("hello-1").port()).isEqualTo(wish);
        assertThat(err.toString()).containsOnlyOnce("for now");
        awaitBeating();
        quit(wish);
        assertThat(run.join()).isEqualTo(7);
    }

    @Test
    void waitsWhileTheGrantedPortCannotBeBound() throws Exception {
        CompletableFuture<Integer> run = start();
        awaitBeating();
        int wish;
        try (ServerSocket inTheWay = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            wish = inTheWay.getLocalPort();
            control.granted.put("hello-1", wish);
            awaitSaid("port " + wish + " was handed over to hello-1 but cannot be bound", 1);
            awaitBeating();
            assertThat(err.toString()).containsOnlyOnce("running hello").containsOnlyOnce("cannot be bound");
        }
        awaitSaid("hello-1 has port " + wish + " now", 1);
        quit(wish);
        assertThat(run.join()).isEqualTo(7);
    }

    @Test
    void goesOnWhereItWasIfItsCommandCannotStartThere() throws Exception {
        int wish = FreePorts.next();
        CompletableFuture<Integer> run =
                start(List.of(), "import os\nif os.environ['PORT'] == '" + wish + "': os._exit(3)\n" + SERVER);
        int port = awaitBeating();

        control.granted.put("hello-1", wish);
        awaitSaid("running hello at 127.0.0.1:" + port, 2);
        awaitBeating();

        assertThat(err.toString())
                .containsOnlyOnce("hello-1 cannot be started at port " + wish
                        + " (it ended with exit code 3 before it listened): it goes on at " + port);
        assertThat(control.heard("POST " + Paths.REASSIGNMENTS)).isZero();
        quit(port);
        assertThat(run.join()).isEqualTo(7);
    }

    @Test
    void asksAgainWhereNobodyHeardThatItLeft() throws Exception {
        CompletableFuture<Integer> run = start();
        int former = awaitBeating();

        control.refusal = ProblemCode.OUTCOME_UNKNOWN;
        control.leave.put("hello-1", former);
        awaitSaid("hello-1 runs at port " + former + " for now, since nobody heard that it left it", 1);
        control.refusal = null;
        awaitSaid("running hello at 127.0.0.1:", 3);
        int now = awaitBeating();

        assertThat(now).isNotEqualTo(former);
        quit(now);
        assertThat(run.join()).isEqualTo(7);
    }

    /** Returns the port once two more heartbeats were heard. */
    private int awaitBeating() {
        long before = control.heard("POST " + Paths.HEARTBEAT + "hello-1");
        await().until(() -> control.heard("POST " + Paths.HEARTBEAT + "hello-1") > before + 1);
        return control.instances.get("hello-1").port();
    }

    private void awaitSaid(String line, int times) {
        await().untilAsserted(() -> assertThat(err.toString().split(java.util.regex.Pattern.quote(line), -1))
                .hasSize(times + 1));
    }

    private CompletableFuture<Integer> start(String... options) {
        return start(List.of(options), SERVER);
    }

    private CompletableFuture<Integer> start(List<String> options, String program) {
        List<String> arguments = new ArrayList<>(List.of("run", "--name", "hello", "--restart", "no"));
        arguments.addAll(options);
        arguments.addAll(List.of("--", "python3", "-c", program));
        return CompletableFuture.supplyAsync(() -> execute(arguments));
    }
}
