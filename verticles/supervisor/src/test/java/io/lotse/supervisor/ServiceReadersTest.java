package io.lotse.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.nodes.Node;

import io.lotse.contracts.ports.PortRange;

import static org.assertj.core.api.Assertions.assertThat;

/** The readers of a service's parts, each by itself. */
class ServiceReadersTest {
    @TempDir
    private Path folder;

    private YamlTree tree;

    private Node node(String yaml) throws IOException {
        tree = new YamlTree(Files.writeString(folder.resolve("part.yaml"), yaml));
        return tree.root();
    }

    private ServicesConfig.Port port(String yaml) throws IOException {
        Node node = node(yaml);
        return new PortReader(tree, "web.port").read(node);
    }

    private List<String> command(String yaml) throws IOException {
        Node node = node(yaml);
        return new CommandReader(tree, "web").read(node, node);
    }

    private List<ServicesConfig.Dependency> needs(String yaml) throws IOException {
        Node node = node(yaml);
        return new NeedsReader(tree, "web").read(node);
    }

    private Fields fields(String yaml) throws IOException {
        Node node = node(yaml);
        return Fields.of(tree, "web", node, List.of("a", "b"));
    }

    @Test
    void aPortIsOneOrAnyOrNone() throws IOException {
        assertThat(port("8080")).isEqualTo(new ServicesConfig.Port(8080, null, null));
        assertThat(port("auto")).isEqualTo(new ServicesConfig.Port(null, null, null));
        assertThat(port("none")).isNull();
        assertThat(port("{preferred: 8080, range: 8000 - 8099}"))
                .isEqualTo(new ServicesConfig.Port(null, 8080, new PortRange(8000, 8099)));
        assertThat(new PortReader(tree, "web.port").read(null)).isEqualTo(new ServicesConfig.Port(null, null, null));
        assertThat(tree.mistakes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1", "http", "{preferred: 99999}", "{range: 8000}", "{range: 9-8}"})
    void whatIsNoPortIsAMistake(String yaml) throws IOException {
        port(yaml);

        assertThat(tree.mistakes()).singleElement().asString().contains(":1: web.port");
    }

    @Test
    void aCommandIsAListOrPlainWords() throws IOException {
        assertThat(command("[sh, -c, 'a | b']")).containsExactly("sh", "-c", "a | b");
        assertThat(command("./web   --port {port}")).containsExactly("./web", "--port", "{port}");
        assertThat(tree.mistakes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a | b", "echo $HOME", "ls *.txt", "[]", "''", "['', a]"})
    void whatOnlyAShellUnderstandsIsAMistakeAndSoIsNothing(String yaml) throws IOException {
        command(yaml);

        assertThat(tree.mistakes()).singleElement().asString().contains(":1: web.command: ");
    }

    @Test
    void needsAreNamesOrKeys() throws IOException {
        assertThat(needs("[db, cache]"))
                .containsExactly(
                        new ServicesConfig.Dependency("db", false), new ServicesConfig.Dependency("cache", false));
        assertThat(needs("{db: {restart: true}, cache: {}}"))
                .containsExactly(
                        new ServicesConfig.Dependency("db", true), new ServicesConfig.Dependency("cache", false));
        assertThat(tree.mistakes()).isEmpty();
        needs("{db: {restart: perhaps}}");
        assertThat(tree.mistakes()).singleElement().asString().endsWith("perhaps is neither: give true or false");
    }

    @Test
    void whatIsFilledInHasToBeNeeded() throws IOException {
        Node node = node("{}");
        new NeedsReader(tree, "web")
                .check(
                        node,
                        List.of("{port} {db.host}:{db.port} {cache.port}"),
                        List.of(new ServicesConfig.Dependency("db", false)));

        assertThat(tree.mistakes())
                .singleElement()
                .asString()
                .endsWith("web: {cache.port} wants cache ready before: name it in depends_on");
    }

    @Test
    void fieldsAreReadAsWhatTheyMean() throws IOException {
        assertThat(fields("{a: 64KB}").size("a", 1)).contains(65_536L);
        assertThat(fields("{a: 12}").number("a")).contains(12);
        assertThat(fields("{a: 500ms}").time("a")).contains(Duration.ofMillis(500));
        assertThat(fields("{a: }").text("a")).isNull();
        assertThat(fields("{}").time("a")).isEmpty();
        assertThat(tree.mistakes()).isEmpty();
    }

    @Test
    void fieldsThatMeanNothingAreMistakesAtTheirPlace() throws IOException {
        Fields fields = fields("a: 2d\nb: 1KB\nc: 1");

        assertThat(fields.time("a")).isEmpty();
        assertThat(fields.size("b", 4096)).isEmpty();
        assertThat(tree.mistakes())
                .satisfiesExactlyInAnyOrder(
                        c -> assertThat(c).contains(":3: web.c: is no key here: there are a, b"),
                        a -> assertThat(a).contains(":1: web.a: 2d is none: give a time"),
                        b -> assertThat(b).contains(":2: web.b: 1KB is none: give 4096 bytes or more"));
    }
}
