package io.lotse.supervisor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.host.HostContract;
import io.lotse.contracts.host.Listener;
import io.lotse.contracts.host.Listeners;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.supervision.RestartOrder;
import io.lotse.contracts.supervision.SupervisedService;
import io.lotse.contracts.supervision.SupervisedState;
import io.lotse.contracts.supervision.SupervisionContract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Real processes. */
class SupervisorVerticleTest extends RealServices {
    @Test
    void startsWhatIsNeededFirstAndStopsItLast() throws Exception {
        String trace = "echo $0 >> trace; trap \"echo -$0 >> trace; exit 0\" TERM; while :; do sleep 0.05; done";
        up(
                "web: {command: [sh, -c, '" + trace + "', web], port: none, depends_on: [db]}",
                "db: {command: [sh, -c, '" + trace + "', db], port: none}");
        becomes("web", SupervisedState.READY);

        down();

        assertThat(Files.readAllLines(data.resolve("trace"))).containsExactly("db", "web", "-web", "-db");
        assertThat(all()).extracting(SupervisedService::service).containsExactly("db", "web");
    }

    @Test
    void theRegistryKnowsWhatAServiceNeeds() throws Exception {
        up(
                "db: {command: sleep 300, startup_timeout: 60s}",
                "web: {command: sleep 300, startup_timeout: 60s, depends_on: [db]}");
        await().until(() -> one("db").port() != null);
        SupervisedService db = one("db");
        try (var listening = new java.net.ServerSocket(db.port(), 1, java.net.InetAddress.getByName("127.0.0.1"))) {
            await().until(() -> one("web").serviceId() != null);

            assertThat(registry.instances.get(one("web").serviceId()).dependencies())
                    .containsExactly(db.serviceId());
            assertThat(listening.isBound()).isTrue();
        }
    }

    @Test
    void aServiceIsRegisteredAlsoWhereTheRegistryForgotWhatItNeeds() throws Exception {
        Path file = Files.writeString(data.resolve("one.yaml"), "services: {web: {command: sleep 300}}");
        Kept web = Kept.of("shop", ServicesConfig.read(file).services().get(0));

        Instance registered = new Registrar(vertx.eventBus())
                .register(web, List.of("forgotten"))
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);

        assertThat(registered.dependencies()).isEmpty();
    }

    @Test
    void fillsInPortsAndKeepsOutputInALog() throws Exception {
        up("web: {command: " + sh("echo at $PORT {port} $GREETING; exec sleep 60")
                + ", environment: {GREETING: hello}, startup_timeout: 60s}");

        await().until(() -> !log("web").isEmpty());

        SupervisedService web = one("web");
        assertThat(log("web")).contains("at " + web.port() + " " + web.port() + " hello");
        assertThat(web.state()).isEqualTo(SupervisedState.STARTING);
        try (var listening = new java.net.ServerSocket(web.port(), 1, java.net.InetAddress.getByName("127.0.0.1"))) {
            becomes("web", SupervisedState.READY);
            await().until(() -> registry.beating.contains(web.serviceId()));
            assertThat(listening.isBound()).isTrue();
        }
    }

    @Test
    void findsItsProcessesAgainAndStartsNoneTwice() throws Exception {
        up("web: {command: " + sh("echo started; exec sleep 300") + ", port: none}");
        long pid = becomes("web", SupervisedState.READY).pid();

        comeBack();

        assertThat(becomes("web", SupervisedState.READY).pid()).isEqualTo(pid);
        assertThat(log("web").stream().filter("started"::equals)).hasSize(1);
        new ProcessBuilder("kill", "-9", Long.toString(pid)).start().waitFor();
        await().until(() -> one("web").restarts() == 1 && one("web").state() == SupervisedState.READY);
        assertThat(one("web").pid()).isNotEqualTo(pid);
    }

    @Test
    void findsAProcessWhoseIdWasNotWrittenDownAnyMore() throws Exception {
        up("web: {command: " + sh("echo started; exec sleep 300") + ", port: none}");
        long pid = becomes("web", SupervisedState.READY).pid();
        get(vertx.close());
        // as it is after the start and before the write that follows
        keepWithoutProcess("web");

        begin();

        assertThat(becomes("web", SupervisedState.READY).pid()).isEqualTo(pid);
    }

    @Test
    void endsWhatAFormerStartLeftBeforeItStartsAnew() throws Exception {
        up("web: {command: " + sh("echo started; exec sleep 300") + ", port: none}");
        long pid = becomes("web", SupervisedState.READY).pid();
        get(vertx.close());
        // as it is after the write and before the start that follows, with a former process that nobody knows
        Path state = keepWithoutProcess("web");
        Files.writeString(state, Files.readString(state).replaceAll("\"run\":\"[^\"]*\"", "\"run\":\"another\""));

        begin();

        await().until(() ->
                one("web").state() == SupervisedState.READY && one("web").pid() != pid);
        assertThat(lives(pid)).isFalse();
    }

    @Test
    void goesOnWithARestartThatTheNodeDidNotLiveToFinish() throws Exception {
        up("web: {command: " + sh("trap \"\" TERM; echo started; while :; do sleep 0.1; done")
                + ", port: none, stop_grace: 2s}");
        long pid = becomes("web", SupervisedState.READY).pid();
        await().until(() -> log("web").contains("started"));
        get(SupervisionContract.RESTART.callFor(vertx.eventBus(), NODE, new RestartOrder(SET, "web")));
        becomes("web", SupervisedState.STOPPING);

        comeBack();

        await().until(() ->
                one("web").state() == SupervisedState.READY && one("web").pid() != pid);
        assertThat(lives(pid)).isFalse();
        assertThat(log("web").stream().filter("started"::equals)).hasSize(2);
    }

    @Test
    void killsTheWholeGroupOfWhatIgnoresItsSignal() throws Exception {
        up("web: {command: " + sh("trap \"\" TERM; env -i sleep 300 & echo $!; wait; sleep 300")
                + ", port: none, stop_grace: 200ms}");
        becomes("web", SupervisedState.READY);
        await().until(() -> log("web").stream().anyMatch(l -> l.matches("\\d+")));
        long child = Long.parseLong(
                log("web").stream().filter(l -> l.matches("\\d+")).findFirst().orElseThrow());

        down();

        assertThat(one("web").detail()).isEqualTo("did not end within its grace, and was killed");
        assertThat(lives(child)).isFalse();
    }

    @Test
    void saysWhatACommandLacksAndDoesNotTryItAgain() throws Exception {
        up(
                "none: {command: lotse-no-such-program, port: none}",
                "later: {command: sleep 60, port: none, depends_on: [none]}",
                "folder: {command: sleep 60, folder: nowhere, port: none}");

        assertThat(becomes("none", SupervisedState.FAILED).detail())
                .startsWith("there is no program lotse-no-such-program in PATH");
        assertThat(becomes("folder", SupervisedState.FAILED).detail())
                .isEqualTo("its folder " + data.resolve("nowhere") + " does not exist: create it, or correct folder");
        assertThat(one("later").state()).isEqualTo(SupervisedState.WAITING);
        assertThat(one("later").detail()).isEqualTo("waits for none, which is failed");
    }

    @Test
    void endsWhatWentIntoTheBackgroundAndSaysSo() throws Exception {
        up("web: {command: " + sh("setsid sleep 300 & echo $!; exit 0") + ", port: none}");

        assertThat(becomes("web", SupervisedState.FAILED).detail()).startsWith("it went into the background");
        long child = Long.parseLong(
                log("web").stream().filter(l -> l.matches("\\d+")).findFirst().orElseThrow());
        assertThat(lives(child)).isFalse();
    }

    @Test
    void oneThatHasDoneItsWorkLetsTheNextBegin() throws Exception {
        up(
                "migrate: {command: " + sh("echo migrated") + ", port: none}",
                "web: {command: sleep 300, port: none, depends_on: [migrate]}");

        becomes("web", SupervisedState.READY);
        assertThat(one("migrate").state()).isEqualTo(SupervisedState.COMPLETED);

        comeBack();

        becomes("web", SupervisedState.READY);
        assertThat(log("migrate").stream().filter("migrated"::equals)).hasSize(1);
    }

    @Test
    void restartsThoseThatAskForItAfterOneCameBack() throws Exception {
        up(
                "db: {command: sleep 300, port: none}",
                "follows: {command: sleep 300, port: none, depends_on: {db: {restart: true}}}",
                "stays: {command: sleep 300, port: none, depends_on: [db]}");
        long follows = becomes("follows", SupervisedState.READY).pid();
        long stays = becomes("stays", SupervisedState.READY).pid();

        get(SupervisionContract.RESTART.callFor(vertx.eventBus(), NODE, new RestartOrder(SET, "db")));

        await().until(() -> one("follows").state() == SupervisedState.READY
                && one("follows").pid() != follows);
        assertThat(one("stays").pid()).isEqualTo(stays);
    }

    @Test
    void oneThatDoesNotGetReadyIsEndedAndSaysWhatWasSeen() throws Exception {
        up("web: {command: sleep 300, restart: no, startup_timeout: 300ms}");

        SupervisedService web = becomes("web", SupervisedState.FAILED);

        assertThat(web.detail()).startsWith("was not ready within 0 s: it does not listen at 127.0.0.1:");
        assertThat(registry.instances).isEmpty();
    }

    @Test
    void twoThatWantTheSamePortSayWhoHasIt() throws Exception {
        int port = io.lotse.testfaults.FreePorts.next();
        registry.instances.put("other", get(RegisteredElsewhere.at(vertx.eventBus(), port)));

        up("web: {command: sleep 300, port: " + port + "}");

        assertThat(becomes("web", SupervisedState.RESTARTING).detail())
                .startsWith("port " + port + " is held by another: started again in");
        assertThat(one("web").pid()).isNull();
    }

    @Test
    void oneWhosePortSomebodyElseTookGetsAnother() throws Exception {
        HostContract.LISTENERS.serveFor(
                vertx.eventBus(),
                "harbour",
                q -> Future.succeededFuture(new Listeners(
                        List.of(new Listener("127.0.0.1", Protocol.TCP, q.port(), 12L, "nc", "root", Instant.EPOCH)))));
        up("web: {command: " + sh("echo at $PORT; exit 98") + "}");

        assertThat(becomes("web", SupervisedState.RESTARTING).detail())
                .matches("ended with exit code 98, and its port \\d+ is taken by pid 12 \\(nc\\): started again in .*");
        assertThat(registry.instances).isEmpty();
    }

    @Test
    void changesOnlyWhatIsDeclaredOtherwise() throws Exception {
        up(
                "a: {command: sleep 300, port: none}",
                "b: {command: sleep 300, port: none}",
                "c: {command: sleep 300, port: none}");
        long a = becomes("a", SupervisedState.READY).pid();
        long b = becomes("b", SupervisedState.READY).pid();
        long c = becomes("c", SupervisedState.READY).pid();

        up("a: {command: sleep 300, port: none}", "b: {command: sleep 301, port: none}");

        await().until(() -> one("b").state() == SupervisedState.READY && one("b").pid() != b);
        assertThat(one("a").pid()).isEqualTo(a);
        await().until(() -> all().size() == 2);
        assertThat(lives(c)).isFalse();
    }

    @Test
    void keepsTheNodesVariablesToItself() throws Exception {
        up("web: {command: " + sh("env; exec sleep 60") + ", port: none, limits: {open_files: 64}}");
        becomes("web", SupervisedState.READY);

        assertThat(log("web")).contains("LOTSE_CONTROL=http://127.0.0.1:1").noneMatch(l -> l.startsWith("LOTSE_DATA"));
        assertThat(Files.readString(Path.of("/proc/" + one("web").pid() + "/limits")))
                .containsPattern("Max open files +64 ");
    }
}
