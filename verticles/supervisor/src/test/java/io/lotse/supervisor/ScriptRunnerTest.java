package io.lotse.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.contracts.supervision.ScriptOrder;
import io.lotse.contracts.supervision.ScriptOutcome;
import io.lotse.testsupport.TestLedger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Real scripts of instances in a real ledger. */
class ScriptRunnerTest {
    private static final String HOST = "harbour";

    @TempDir
    private Path data;

    @TempDir
    private Path folder;

    private Vertx vertx;
    private TestLedger ledger;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        ledger = TestLedger.start(vertx);
    }

    @AfterEach
    void stop() throws Exception {
        ledger.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private void register(String id, String host, String script) {
        ledger.put(Mutation.put(
                LedgerKeys.instance(id),
                new RegisteredInstance(
                        id,
                        "orders",
                        null,
                        "127.0.0.1",
                        host,
                        Protocol.TCP,
                        InstanceStatus.ACTIVE,
                        null,
                        null,
                        script,
                        "development",
                        List.of(),
                        null,
                        Map.of(),
                        Instant.EPOCH,
                        false)));
    }

    private void script(String name, String... lines) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private ScriptOutcome run(String id, Duration limit) throws Exception {
        Promise<ScriptOutcome> outcome = Promise.promise();
        vertx.runOnContext(v -> {
            SupervisorConfig config = new SupervisorConfig("a", HOST, null, data, List.of(), true, folder);
            try {
                new ScriptRunner(RealMeans.of(config, vertx, Clock.systemUTC()), ledger.view(), limit)
                        .run(new ScriptOrder(id))
                        .onComplete(outcome);
            } catch (ContractException e) {
                outcome.fail(e);
            }
        });
        return outcome.future().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void runsAScriptWithWhatItHasToKnow() throws Exception {
        script("orders.sh", "echo \"$LOTSE_SERVICE_ID $LOTSE_SERVICE_NAME $HOST $LOTSE_ENVIRONMENT\"", "exit 3");
        register("orders-1", HOST, "orders.sh");

        ScriptOutcome outcome = run("orders-1", Duration.ofSeconds(50));

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.output().strip()).isEqualTo("orders-1 orders 127.0.0.1 development");
        assertThat(Files.readString(data.resolve("logs/scripts/orders-1.log")))
                .contains("event=script_started", "orders-1 orders");
    }

    @Test
    void killsAScriptThatHangsWithAllThatItStarted() throws Exception {
        script("hangs.sh", "trap '' TERM", "sleep 300 &", "echo $!", "wait", "sleep 300");
        register("orders-1", HOST, "hangs.sh");

        ScriptOutcome outcome = run("orders-1", Duration.ofMillis(500));

        assertThat(outcome.exitCode()).isNull();
        long child = Long.parseLong(outcome.output().strip());
        assertThat(ProcessTable.ofThisSystem().identify(child)).isEmpty();
    }

    @Test
    void refusesWhatLiesElsewhere() throws Exception {
        script("plain.sh", "echo never");
        Files.setPosixFilePermissions(folder.resolve("plain.sh"), PosixFilePermissions.fromString("rw-------"));
        Files.createSymbolicLink(folder.resolve("out.sh"), Path.of("/bin/sh"));
        List<String> elsewhere = List.of("/bin/sh", "../x.sh", "out.sh", "none.sh", "plain.sh", ".", "\0");
        for (String script : elsewhere) {
            register("orders-1", HOST, script);
            assertThatThrownBy(() -> run("orders-1", Duration.ofSeconds(50)))
                    .as(script)
                    .cause()
                    .isInstanceOfSatisfying(
                            ContractException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.SCRIPT_REFUSED))
                    .hasMessageContaining("the only folder that node a runs scripts from");
        }
    }

    @Test
    void refusesInstancesOfOtherHosts() {
        register("orders-1", "elsewhere", "orders.sh");

        assertThatThrownBy(() -> run("orders-1", Duration.ofSeconds(50)))
                .cause()
                .hasMessage("no instance orders-1 of host harbour is registered");
    }
}
