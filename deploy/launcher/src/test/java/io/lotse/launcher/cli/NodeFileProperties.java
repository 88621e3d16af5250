package io.lotse.launcher.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.vertx.core.json.JsonObject;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

import io.lotse.launcher.config.LotseHome;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever stands in somebody's home: the nodes that can be found there have a name, a folder and a process. */
class NodeFileProperties {
    private Path home;

    @BeforeProperty
    void createAHome() throws IOException {
        home = Files.createTempDirectory("lotse-home");
        Files.createDirectory(home.resolve("a"));
        Files.createDirectory(home.resolve("b"));
    }

    @AfterProperty
    void remove() throws IOException {
        for (String node : List.of("a", "b")) {
            Files.deleteIfExists(home.resolve(node).resolve(NodeFile.NAME));
            Files.delete(home.resolve(node));
        }
        Files.delete(home);
    }

    @Property
    void onlyWholeFilesAreNodes(@ForAll("files") String one, @ForAll("files") String other) throws IOException {
        Files.writeString(home.resolve("a").resolve(NodeFile.NAME), one);
        Files.writeString(home.resolve("b").resolve(NodeFile.NAME), other);

        assertThat(new NodeFiles(new LotseHome(home)).live()).allSatisfy(node -> {
            assertThat(node.name()).isNotBlank();
            assertThat(Path.of(node.data())).isNotNull();
            assertThat(node.pid()).isPositive();
            assertThat(node.process()).isPresent();
        });
    }

    @Provide
    Arbitrary<String> files() {
        JsonObject whole = new JsonObject()
                .put("name", "a")
                .put("id", "1")
                .put("pid", ProcessHandle.current().pid())
                .put("members", 1)
                .put("revision", 7)
                .put("data", "/tmp/a");
        Arbitrary<Object> odd = Arbitraries.of("", "b", "\u0000", -1, 0, 1L << 62, 0.5, true, new JsonObject());
        Arbitrary<String> changed = Combinators.combine(Arbitraries.of(whole.fieldNames()), odd.injectNull(0.2))
                .as((name, value) -> whole.copy().put(name, value).encode());
        Arbitrary<String> without = Arbitraries.of(whole.fieldNames()).map(name -> {
            JsonObject rest = whole.copy();
            rest.remove(name);
            return rest.encode();
        });
        Arbitrary<String> none = Arbitraries.of("", "null", "[]", "{}", "\"a\"", "[".repeat(100_000), whole + "x");
        return Arbitraries.oneOf(changed, without, none, Arbitraries.just(whole.encode()));
    }
}
