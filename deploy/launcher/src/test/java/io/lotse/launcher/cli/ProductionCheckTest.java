package io.lotse.launcher.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.ports.PortRange;
import io.lotse.launcher.config.ConfigException;
import io.lotse.launcher.config.ConfigReader;
import io.lotse.launcher.config.KernelPorts;
import io.lotse.launcher.config.LotseHome;
import io.lotse.launcher.config.Setting;
import io.lotse.testfaults.FreePorts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ProductionCheckTest {
    private static final KernelPorts USUAL = new KernelPorts(new PortRange(32_768, 60_999), List.of());
    private static final KernelPorts WIDE =
            new KernelPorts(new PortRange(15_000, 60_999), List.of(new PortRange(16_000, 31_999)));

    @TempDir
    private Path folder;

    @Test
    void namesEveryDoubtAtOnceAndWhatToDo() throws Exception {
        Path config = Files.writeString(folder.resolve("lotse.yaml"), "mode: production\n");
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-rw-rw-"));
        Path data = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<Setting, String> options = free(Map.of(
                    Setting.DATA, data.toString(), Setting.GATEWAY_PORT, Integer.toString(taken.getLocalPort())));

            List<String> lines = refusal(options, config, WIDE).lines();

            assertThat(lines.get(0)).endsWith("for 8 reasons:");
            assertThat(lines.subList(1, 9).stream().map(line -> line.substring(2, line.indexOf(':'))))
                    .containsExactly(
                            "loopback-address",
                            "default-name",
                            "temporary-data",
                            "open-data",
                            "open-config",
                            "single-voter",
                            "ephemeral-ports",
                            "port-taken");
            assertThat(lines.get(7)).endsWith("sysctl -w net.ipv4.ip_local_reserved_ports=15000-31999");
            assertThat(lines.get(8)).contains("gateway port " + taken.getLocalPort() + " is taken by");
            assertThat(lines.get(9))
                    .contains("--accept-doubts loopback-address,default-name,")
                    .doesNotContain("port-taken");
        }
    }

    @Test
    void letsThroughWhatIsAccepted() {
        Map<Setting, String> options =
                free(Map.of(Setting.NAME, "n1", Setting.ACCEPT_DOUBTS, "loopback-address,temporary-data,single-voter"));

        assertThatCode(() -> check(options, null, USUAL)).doesNotThrowAnyException();
    }

    @Test
    void goesOnAboutWhatIsNotAccepted() {
        Map<Setting, String> options =
                free(Map.of(Setting.NAME, "n1", Setting.ACCEPT_DOUBTS, "loopback-address,temporary-data"));

        assertThat(refusal(options, null, USUAL).lines())
                .hasSize(3)
                .anyMatch(line -> line.contains("single-voter: the ledger would lie on one disk alone"));
    }

    @Test
    void doubtsNoVoterOfThree() {
        int ledger = FreePorts.next();
        Map<Setting, String> options = free(Map.of(
                Setting.NAME, "n1",
                Setting.JOIN, "127.0.0.2:5701",
                Setting.VOTERS, "n1=127.0.0.1:" + ledger + ",n2=127.0.0.2:5801,n3=127.0.0.3:5801",
                Setting.LEDGER_PORT, Integer.toString(ledger),
                Setting.ACCEPT_DOUBTS, "loopback-address,temporary-data"));

        assertThatCode(() -> check(options, null, USUAL)).doesNotThrowAnyException();
    }

    private Refusal refusal(Map<Setting, String> options, Path file, KernelPorts kernel) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> check(options, file, kernel));
        assertThat(refusal).isNotNull();
        assertThat(refusal.exitCode()).isEqualTo(ExitCode.REFUSED);
        return refusal;
    }

    private void check(Map<Setting, String> options, Path file, KernelPorts kernel)
            throws ConfigException, IOException {
        LotseHome home = LotseHome.of(Map.of("LOTSE_HOME", folder.toString()));
        ConfigReader.Configured configured = new ConfigReader(Map.of(), home).read(options, file);
        try (PortClaims claims =
                new PortClaims(folder.resolve("claims"), ProcessHandle.current().pid())) {
            new ProductionCheck(kernel, new PortChooser(new PortOwner(), claims, line -> {}))
                    .check(configured, new TakenPorts(configured.node().data()));
        }
    }

    /** With ports that are free, but for those that are given. */
    private static Map<Setting, String> free(Map<Setting, String> given) {
        Map<Setting, String> options = new EnumMap<>(Setting.class);
        List.of(Setting.GATEWAY_PORT, Setting.CONTROL_PORT, Setting.CLUSTER_PORT, Setting.LEDGER_PORT, Setting.DNS_PORT)
                .forEach(setting -> options.put(setting, Integer.toString(FreePorts.next())));
        options.putAll(given);
        options.put(Setting.MODE, "production");
        return options;
    }
}
