package io.lotse.launcher.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.launcher.config.ConfigReader.Configured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ConfigReaderTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void setUp() {
        file = folder.resolve("lotse.yaml");
    }

    @Test
    void everythingHasADefault() throws Exception {
        NodeConfig node = read(Map.of(), Map.of(), "").node();

        assertThat(node.mode()).isEqualTo(Mode.DEVELOPMENT);
        assertThat(node.address()).isEqualTo("127.0.0.1");
        assertThat(node.ports()).isEqualTo(new NodeConfig.Ports(8000, 8010, 5701, 5801, 8600));
        assertThat(node.name()).isEqualTo(node.host()).isNotBlank();
        assertThat(node.data()).isEqualTo(folder.resolve("home").resolve(node.name()));
        assertThat(node.roles()).isEqualTo(EnumSet.allOf(Role.class));
        assertThat(node.join()).isEmpty();
        assertThat(node.founds()).isTrue();
    }

    @Test
    void anOptionCountsBeforeAVariableAndThatBeforeTheFile() throws Exception {
        Configured configured = read(
                Map.of(Setting.GATEWAY_PORT, "1111"),
                Map.of("LOTSE_GATEWAY_PORT", "2222", "LOTSE_CONTROL_PORT", "2223"),
                """
                gateway_port: 3333
                control_port: 3334
                cluster_port: 3335
                """);

        assertThat(configured.node().ports()).isEqualTo(new NodeConfig.Ports(1111, 2223, 3335, 5801, 8600));
        assertThat(configured.asked())
                .containsExactlyInAnyOrder(Setting.GATEWAY_PORT, Setting.CONTROL_PORT, Setting.CLUSTER_PORT);
    }

    @Test
    void everySettingMayStandInTheFile() throws Exception {
        Configured configured = read(
                Map.of(),
                Map.of(),
                """
                mode: production
                name: b
                data: /tmp/b
                host: h1
                address: 10.0.0.2
                join: [10.0.0.1:5701, "[::1]:5702"]
                voters: {a: 10.0.0.1:5801, b: 10.0.0.2:5802, c: 10.0.0.3:5803}
                roles: [ledger, gateway]
                detach: true
                """);

        NodeConfig node = configured.node();
        assertThat(node.mode()).isEqualTo(Mode.PRODUCTION);
        assertThat(node.data()).isEqualTo(Path.of("/tmp/b").toAbsolutePath());
        assertThat(node.join()).containsExactly(new HostPort("10.0.0.1", 5701), new HostPort("::1", 5702));
        assertThat(node.voters()).containsEntry("b", new HostPort("10.0.0.2", 5802));
        assertThat(node.ports().ledger()).as("as the voters are told").isEqualTo(5802);
        assertThat(node.roles()).containsExactlyInAnyOrder(Role.LEDGER, Role.GATEWAY);
        assertThat(node.founds()).isTrue();
        assertThat(configured.detach()).isTrue();
    }

    @Test
    void tellsAllMistakesAtOnceEachWithItsPlace() {
        List<String> mistakes = mistakes(
                Map.of(Setting.MODE, "prod"),
                Map.of("LOTSE_JOIN", "nowhere", "LOTSE_CONTROL_PORT", "x"),
                """
                gateway_port: 70000
                gateway_prot: 8000
                roles: [gateway, cook]
                cluster_port: 0
                """);

        assertThat(mistakes)
                .containsExactlyInAnyOrder(
                        "--mode: prod is no mode: did you mean production? There is development, test, production",
                        "LOTSE_JOIN: nowhere is no address: give HOST:PORT, such as 127.0.0.1:5701",
                        "LOTSE_CONTROL_PORT: x is no port: give 1 to 65535",
                        file + ": gateway_port: 70000 is no port: give 1 to 65535",
                        file + ": gateway_prot: is no setting: did you mean gateway_port? There is "
                                + String.join(", ", Setting.keys()),
                        file + ": roles: cook is no role: there is "
                                + Arrays.stream(Role.values())
                                        .map(Role::wireName)
                                        .collect(Collectors.joining(", ")),
                        file + ": cluster_port: 0 is no port: give 1 to 65535");
    }

    @Test
    void tellsAMistakeThatAnOptionWouldHide() {
        assertThat(mistakes(Map.of(Setting.GATEWAY_PORT, "8000"), Map.of("LOTSE_GATEWAY_PORT", "-1"), ""))
                .containsExactly("LOTSE_GATEWAY_PORT: -1 is no port: give 1 to 65535");
    }

    @Test
    void tellsTheLineOfAFileThatIsNoYaml() {
        assertThat(mistakes(Map.of(), Map.of(), "name: a\njoin: [1, 2\n"))
                .singleElement()
                .asString()
                .startsWith(file + ": line ")
                .contains("is no YAML");
    }

    @Test
    void refusesAKeyThatStandsThereTwice() {
        assertThat(mistakes(Map.of(), Map.of(), "name: a\nname: b\n"))
                .singleElement()
                .asString()
                .contains("Duplicate field 'name'");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        ConfigException e = catchThrowableOfType(
                ConfigException.class, () -> reader(Map.of()).read(Map.of(), folder.resolve("none.yaml")));

        assertThat(e.mistakes())
                .containsExactly(folder.resolve("none.yaml") + ": cannot be read: there is no such file");
    }

    @Test
    void refusesAFileThatIsNoText() throws Exception {
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});

        ConfigException e = catchThrowableOfType(
                ConfigException.class, () -> reader(Map.of()).read(Map.of(), file));
        ConfigException ofFolder = catchThrowableOfType(
                ConfigException.class, () -> reader(Map.of()).read(Map.of(), folder));

        assertThat(e.mistakes()).containsExactly(file + ": cannot be read: it is no text in UTF-8");
        assertThat(ofFolder.mistakes()).containsExactly(folder + ": cannot be read: it is a folder");
    }

    @Test
    void tellsThePathOfAValueThatIsNestedTooDeep() {
        assertThat(mistakes(Map.of(), Map.of(), "join: [{a: 1}]\nvoters: {a: {b: c}}\n"))
                .containsExactlyInAnyOrder(
                        file + ": join[0]: is no plain value", file + ": voters.a: is no plain value");
    }

    @Test
    void refusesVotersInAnEvenNumberAndAFounderBesideThem() {
        assertThat(mistakes(
                        Map.of(Setting.NAME, "c", Setting.VOTERS, "a=127.0.0.1:5801,b=127.0.0.1:5802"), Map.of(), ""))
                .satisfiesExactlyInAnyOrder(
                        mistake -> assertThat(mistake)
                                .startsWith("--voters: 2 voters")
                                .endsWith("give an odd number"),
                        mistake -> assertThat(mistake).startsWith("--voters: c is none of them and joins nobody"));
    }

    @Test
    void anEmptyVariableIsNone() throws Exception {
        assertThat(read(Map.of(), Map.of("LOTSE_JOIN", "", "LOTSE_MODE", " "), "")
                        .asked())
                .isEmpty();
    }

    @Test
    void refusesAnAddressThatOthersCannotBeTold() {
        assertThat(mistakes(Map.of(Setting.ADDRESS, "0.0.0.0"), Map.of(), ""))
                .containsExactly("--address: 0.0.0.0 is every interface, and others cannot be told it: give the"
                        + " address of one");
    }

    @Test
    void refusesOnePortForTwoListeners() {
        assertThat(mistakes(Map.of(Setting.GATEWAY_PORT, "9000", Setting.CONTROL_PORT, "9000"), Map.of(), ""))
                .containsExactly("--control-port: 9000 is the gateway_port too: give another");
    }

    @Test
    void refusesALedgerPortThatTheVotersAreNotTold() {
        assertThat(mistakes(
                        Map.of(Setting.NAME, "a", Setting.VOTERS, "a=127.0.0.1:5801", Setting.LEDGER_PORT, "5900"),
                        Map.of(),
                        ""))
                .containsExactly("--ledger-port: 5900 is not what the voters are told of a, 127.0.0.1:5801: make them"
                        + " the same");
    }

    @Test
    void makesTheHostsNameSafe() {
        assertThat(HostName.safe("my host/ü\n")).isEqualTo("my-host--");
        assertThat(HostName.safe("--")).isEqualTo("localhost");
        assertThat(HostName.safe("x".repeat(100))).hasSize(63);
    }

    private List<String> mistakes(Map<Setting, String> options, Map<String, String> environment, String yaml) {
        return catchThrowableOfType(ConfigException.class, () -> read(options, environment, yaml))
                .mistakes();
    }

    private Configured read(Map<Setting, String> options, Map<String, String> environment, String yaml)
            throws ConfigException, IOException {
        Files.writeString(file, yaml);
        return reader(environment).read(options, file);
    }

    private ConfigReader reader(Map<String, String> environment) {
        return new ConfigReader(environment, new LotseHome(folder.resolve("home")));
    }
}
