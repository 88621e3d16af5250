package io.lotse.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

import io.lotse.launcher.config.ConfigException;
import io.lotse.launcher.config.ConfigReader;
import io.lotse.launcher.config.ConfigReader.Configured;
import io.lotse.launcher.config.LotseHome;
import io.lotse.launcher.config.Setting;

import static org.assertj.core.api.Assertions.assertThat;

/** What deploy/ holds, as far as it can be checked without an engine that runs it. */
final class DeployFilesTest {
    private static final Path DEPLOY = Lotse.ROOT.resolve("deploy");
    private static final Pattern VARIABLE = Pattern.compile("\\bLOTSE_[A-Z_]+\\b");
    /** Those that the script and the commands know, beside the settings. */
    private static final Set<String> OTHER_VARIABLES =
            Set.of("LOTSE_HOME", "LOTSE_CONFIG", "LOTSE_CONTROL", "LOTSE_JAVA_OPTS");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docker/Dockerfile",
                "docker/lotse-container",
                "compose/compose.yaml",
                "systemd/lotse.service",
                "README.md"
            })
    void namesNoVariableThatLotseDoesNotKnow(String file) throws IOException {
        Matcher found = VARIABLE.matcher(Files.readString(DEPLOY.resolve(file)));
        Set<String> named = found.results().map(r -> r.group()).collect(Collectors.toCollection(TreeSet::new));
        Set<String> known =
                Arrays.stream(Setting.values()).map(Setting::variable).collect(Collectors.toSet());

        named.removeAll(known);
        named.removeAll(OTHER_VARIABLES);

        assertThat(named).isEmpty();
    }

    @Test
    void composeStartsThreeVotersThatKnowEachOther() throws IOException, ConfigException {
        JsonObject services = compose().getJsonObject("services");
        List<String> nodes = services.fieldNames().stream()
                .filter(s -> s.startsWith("lotse-"))
                .toList();

        assertThat(nodes).hasSize(3);
        for (String node : nodes) {
            JsonObject service = services.getJsonObject(node);
            Configured configured = read(service.getJsonObject("environment"));
            assertThat(configured.node().name()).isEqualTo(node).isEqualTo(service.getString("hostname"));
            assertThat(configured.node().voters()).containsOnlyKeys(nodes);
            assertThat(configured.node().voters().get(node).host())
                    .isEqualTo(configured.node().address())
                    .isEqualTo(service.getJsonObject("networks")
                            .getJsonObject("mesh")
                            .getString("ipv4_address"));
            assertThat(configured.node().join()).hasSize(3).anySatisfy(peer -> assertThat(peer.host())
                    .isEqualTo(configured.node().address()));
        }
    }

    @Test
    void composeChecksTheHealthOfWhatStandsBesideTheNodes() throws IOException {
        JsonObject services = compose().getJsonObject("services");

        assertThat(List.of("postgres", "rabbitmq")).allSatisfy(name -> assertThat(services.getJsonObject(name)
                        .getJsonObject("healthcheck")
                        .getJsonArray("test"))
                .isNotEmpty());
    }

    @Test
    void theImageCopiesOnlyWhatIsThere() throws IOException {
        try (Stream<String> lines = Files.lines(DEPLOY.resolve("docker/Dockerfile"))) {
            List<String> copied = lines.filter(line -> line.matches("COPY (?!--from).*"))
                    .map(line -> line.split(" "))
                    .flatMap(words -> Arrays.stream(words, 1, words.length - 1))
                    .toList();

            assertThat(copied).contains("lotse").allSatisfy(file -> assertThat(Lotse.ROOT.resolve(file))
                    .exists());
        }
    }

    @Test
    void theImageRunsAsSomebodyWhoIsNotRootAndTellsItsHealth() throws IOException {
        assertThat(Files.readString(DEPLOY.resolve("docker/Dockerfile")))
                .contains("\nUSER 10001:10001\n")
                .contains("CMD [\"lotse\", \"health\"]");
    }

    @Test
    void theUnitRunsWhatTheGuideInstalls() throws IOException {
        String unit = Files.readString(DEPLOY.resolve("systemd/lotse.service"));
        String guide = Files.readString(DEPLOY.resolve("README.md"));

        assertThat(unit).contains("ExecStart=/opt/lotse/lotse start").contains("EnvironmentFile=-/etc/lotse/lotse.env");
        assertThat(guide).contains("/opt/lotse/lib").contains("/etc/lotse/lotse.env");
    }

    private static JsonObject compose() throws IOException {
        return new JsonObject(
                new Yaml().<Map<String, Object>>load(Files.readString(DEPLOY.resolve("compose/compose.yaml"))));
    }

    private Configured read(JsonObject environment) throws ConfigException {
        Map<String, String> variables =
                environment.stream().collect(Collectors.toMap(Map.Entry::getKey, e -> String.valueOf(e.getValue())));
        return new ConfigReader(variables, new LotseHome(folder)).read(Map.of(), null);
    }
}
