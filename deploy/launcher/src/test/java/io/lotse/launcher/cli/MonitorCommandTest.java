package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.vertx.core.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import io.lotse.testfaults.FreePorts;

import static org.assertj.core.api.Assertions.assertThat;

class MonitorCommandTest {
    @TempDir
    private Path home;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int lotse(String settings, String... arguments) throws IOException {
        Path file =
                Files.writeString(home.resolve("system_config.json"), "{\"ConnectionMonitor\": {" + settings + "}}");
        CommandLine lotse = Cli.commandLine(
                Map.of(
                        "LOTSE_HOME", home.toString(),
                        "LOTSE_NAME", "a",
                        "LOTSE_SYSTEM_CONFIG", file.toString(),
                        "LOTSE_GATEWAY_PORT", FreePorts.next() + "",
                        "LOTSE_CONTROL_PORT", FreePorts.next() + "",
                        "LOTSE_CLUSTER_PORT", FreePorts.next() + "",
                        "LOTSE_LEDGER_PORT", FreePorts.next() + "",
                        "LOTSE_DNS_PORT", FreePorts.next() + ""),
                config -> Future.failedFuture("nothing is started here"));
        lotse.setOut(new PrintWriter(out));
        lotse.setErr(new PrintWriter(err));
        return lotse.execute(arguments);
    }

    @Test
    void eachLookIsLogged() throws IOException {
        assertThat(lotse("\"AutoStart\": false", "monitor", "--once")).isEqualTo(1);

        assertThat(out.toString()).contains("node a is down, and AutoStart says that it is not to be started");
        assertThat(home.resolve("a/logs/monitor.log"))
                .content()
                .matches("time=\\S+Z level=WARN logger=monitor event=node_down node=a detail=\"node a is down.*\"\n");
    }

    @Test
    void switchedOffItDoesNothing() throws IOException {
        assertThat(lotse("\"Enabled\": false", "monitor", "--once")).isZero();

        assertThat(out.toString()).contains("ConnectionMonitor.Enabled is false");
        assertThat(home.resolve("a")).doesNotExist();
    }

    @Test
    void ofPortsOnlyItLooksAtPortsAndStartsNothing() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            String forward = "\"Mode\": \"PortsOnly\", \"PortForwardConfig\": {\"web\": {\"PrimaryPort\": " + port;

            assertThat(lotse(forward + "}}", "monitor", "--once")).isEqualTo(1);
            assertThat(out.toString())
                    .containsPattern("web +primary +" + port + " +taken +pid "
                            + ProcessHandle.current().pid())
                    .contains("no port of web is free");

            assertThat(lotse(forward + ", \"AlternativePorts\": [" + FreePorts.next() + "]}}", "monitor", "--once"))
                    .isZero();
            assertThat(out.toString()).contains("each has a port that it can take");
        }
        assertThat(home.resolve("a")).doesNotExist();
    }

    @Test
    void portsAreDiagnosedWithoutANode() throws IOException {
        assertThat(lotse("", "ports", "diagnose", "--json")).isZero();
        assertThat(out.toString()).contains("\"what\" : \"gateway\"", "\"state\" : \"free\"");
    }

    @Test
    void theOptionsOfStartAreChecked() throws IOException {
        assertThat(lotse("", "monitor", "--once", "--", "--gateway-prot", "1")).isEqualTo(2);
        assertThat(err.toString()).contains("lotse start: ").contains("--gateway-prot");
    }
}
