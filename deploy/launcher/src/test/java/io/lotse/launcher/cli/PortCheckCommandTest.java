package io.lotse.launcher.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.testfaults.FreePorts;

import static org.assertj.core.api.Assertions.assertThat;

/** The configured ports of a node that does not run. */
class PortCheckCommandTest {
    @TempDir
    private Path home;

    private final StringWriter out = new StringWriter();

    private int check(Path file, String... more) {
        String[] arguments = new String[4 + more.length];
        System.arraycopy(new String[] {"ports", "check", "--config", file.toString()}, 0, arguments, 0, 4);
        System.arraycopy(more, 0, arguments, 4, more.length);
        return Cli.commandLine(Map.of("LOTSE_HOME", home.toString()), config -> Future.failedFuture("no room"))
                .setOut(new PrintWriter(out))
                .execute(arguments);
    }

    private Path config(int gateway) throws Exception {
        return Files.writeString(
                home.resolve("lotse.yaml"),
                "gateway_port: " + gateway + "\ncontrol_port: " + FreePorts.next() + "\ncluster_port: "
                        + FreePorts.next() + "\nledger_port: " + FreePorts.next()
                        + "\ndns_port: " + FreePorts.next() + "\n");
    }

    @Test
    void tellsWhoHasAConfiguredPortBeforeThereIsANode() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThat(check(config(port))).isEqualTo(ExitCode.REFUSED);

            assertThat(out.toString())
                    .contains("gateway port " + port + " is taken by pid "
                            + ProcessHandle.current().pid())
                    .contains("to mend it: end that, or: lotse start --gateway-port PORT")
                    .contains("no node runs on this host; its configured ports were looked at: 1 finding");
        }
    }

    @Test
    void saysTheSameToPrograms() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(check(config(taken.getLocalPort()), "--json")).isEqualTo(ExitCode.REFUSED);

            JsonObject finding =
                    new JsonObject(out.toString()).getJsonArray("findings").getJsonObject(0);
            assertThat(finding.getString("code")).isEqualTo("port-taken");
            assertThat(finding.getInteger("port")).isEqualTo(taken.getLocalPort());
        }
    }

    @Test
    void isContentWhereAllAreFree() throws Exception {
        assertThat(check(config(FreePorts.next()))).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("all is as it should be");
    }
}
