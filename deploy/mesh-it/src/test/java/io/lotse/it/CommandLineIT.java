package io.lotse.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The command line as a user meets it: before, while and after a node runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandLineIT {
    private static final String NODE = "solo";

    private final String gatewayPort = Mesh.freePort();
    private final String controlPort = Mesh.freePort();
    private Path home;
    private Lotse lotse;

    @BeforeAll
    void prepare(@TempDir Path folder) {
        home = folder;
        lotse = new Lotse(folder);
    }

    @AfterAll
    void stop() {
        lotse.run("stop", "--all");
    }

    @Test
    @Order(1)
    void withoutANodeHealthAndStatusSaySoAndFail() {
        for (String command : List.of("health", "status")) {
            Lotse.Result result = lotse.run(command);

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err()).contains("no node runs on this host");
        }
    }

    @Test
    @Order(2)
    void aWrongOptionIsExplainedWithExitCodeTwo() {
        Lotse.Result result = lotse.run("start", "--gateway-prot", "8000");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("--gateway-prot", "--gateway-port");
        assertSaysItPlainly(result);
    }

    @Test
    @Order(2)
    void allMistakesOfAFileAreToldAtOnceEachWithItsPath() throws IOException {
        Path file = Files.writeString(
                home.resolve("broken.yaml"),
                """
                mode: prod
                gateway_port: 70000
                controll_port: 8010
                roles: [gateway, nope]
                join: [nowhere]
                name: a b
                """);

        Lotse.Result result = lotse.run("start", "--config", file.toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines().filter(line -> line.startsWith("lotse: " + file + ": ")))
                .extracting(line ->
                        line.substring(("lotse: " + file + ": ").length()).split(":", 2)[0])
                .containsExactlyInAnyOrder("mode", "gateway_port", "controll_port", "roles", "join", "name");
        assertSaysItPlainly(result);
    }

    @Test
    @Order(2)
    void aFileThatIsNoYamlIsRefusedWithItsLine() throws IOException {
        Path file = Files.writeString(home.resolve("no.yaml"), "mode: test\nroles: [gateway\nname: x\n");

        Lotse.Result result = lotse.run("start", "--config", file.toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(file + ": line ");
        assertSaysItPlainly(result);
    }

    @Test
    @Order(3)
    void anOptionCountsBeforeAVariableAndThatBeforeTheFile() throws IOException {
        Files.writeString(
                home.resolve("lotse.yaml"),
                """
                gateway_port: %s
                control_port: 1
                cluster_port: 1
                ledger_port: %s
                dns_port: %s
                name: nobody
                """
                        .formatted(gatewayPort, Mesh.freePort(), Mesh.freePort()));
        String clusterPort = Mesh.freePort();

        Lotse.Result started = lotse.run(
                        Map.of(
                                "LOTSE_CONTROL_PORT",
                                controlPort,
                                "LOTSE_CLUSTER_PORT",
                                "2",
                                "LOTSE_NAME",
                                "nobody-else"),
                        "start",
                        "--detach",
                        "--name",
                        NODE,
                        "--cluster-port",
                        clusterPort)
                .succeeded();
        Files.delete(home.resolve("lotse.yaml"));

        assertThat(started.out())
                .startsWith(
                        "ready node=%s gateway=http://127.0.0.1:%s control=http://127.0.0.1:%s members=1 ledger=embedded"
                                .formatted(NODE, gatewayPort, controlPort));
        assertThat(status().getJsonArray("members").getJsonObject(0).getString("cluster"))
                .endsWith(":" + clusterPort);
    }

    @Test
    @Order(4)
    void theNodesFileHoldsWhatTheReadyLineSays() throws IOException {
        JsonObject file = nodeFile();

        assertThat(file.getString("gateway")).endsWith(":" + gatewayPort);
        assertThat(file.getString("control")).endsWith(":" + controlPort);
        assertThat(ProcessHandle.of(file.getLong("pid"))).isPresent();
    }

    @Test
    @Order(4)
    void aNodeThatRunsIsHealthyAndShowsItsState() {
        assertThat(lotse.run("health").succeeded().out()).contains("up");
        JsonObject status = status();

        assertThat(status.getJsonArray("members").getJsonObject(0).getString("name"))
                .isEqualTo(NODE);
        assertThat(status.getJsonObject("ledger").getJsonObject("ledger").getJsonArray("voters"))
                .hasSize(1);
        assertThat(status.getJsonObject("view").getLong("revision")).isNotNegative();
    }

    @Test
    @Order(4)
    void aSecondStartOnTheSameFolderIsRefused() throws IOException {
        Lotse.Result second = lotse.run("start", "--name", NODE);

        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.err()).contains("a node runs in", "pid " + nodeFile().getLong("pid"));
        assertSaysItPlainly(second);
    }

    @Test
    @Order(4)
    void aTakenPortIsReplacedAndSaidSo() throws IOException {
        try (NodeProcess other = NodeProcess.start(
                lotse,
                "other",
                "--gateway-port",
                gatewayPort,
                "--control-port",
                Mesh.freePort(),
                "--cluster-port",
                Mesh.freePort(),
                "--ledger-port",
                Mesh.freePort(),
                "--dns-port",
                Mesh.freePort())) {
            assertThat(other.gateway()).doesNotEndWith(":" + gatewayPort);
            assertThat(other.errors())
                    .contains("gateway port " + gatewayPort + " is taken by pid "
                            + nodeFile().getLong("pid"))
                    .contains(
                            "using " + other.gateway().substring(other.gateway().lastIndexOf(':') + 1));
        }
    }

    @Test
    @Order(4)
    void productionRefusesATakenPortAndNamesWhoHasIt() throws IOException {
        Lotse.Result refused = lotse.run(
                "start",
                "--name",
                "strict",
                "--mode",
                "production",
                "--address",
                "127.0.0.1",
                "--gateway-port",
                gatewayPort);

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .contains("gateway port " + gatewayPort + " is taken by pid "
                        + nodeFile().getLong("pid"));
        assertSaysItPlainly(refused);
    }

    @Test
    @Order(5)
    void aNodeThatIsStoppedIsGone() throws IOException {
        long pid = nodeFile().getLong("pid");

        assertThat(lotse.run("stop", "--name", NODE).succeeded().out()).contains("stopped " + NODE);

        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(home.resolve(NODE).resolve("node.json")).doesNotExist();
        assertThat(lotse.run("health").exitCode()).isEqualTo(1);
    }

    private JsonObject status() {
        return new JsonObject(lotse.run("status", "--json").succeeded().out());
    }

    private JsonObject nodeFile() throws IOException {
        return new JsonObject(Files.readString(home.resolve(NODE).resolve("node.json")));
    }

    private static void assertSaysItPlainly(Lotse.Result result) {
        assertThat(result.err()).doesNotContain("Exception").doesNotContain("\tat ");
    }
}
