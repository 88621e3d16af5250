package io.lotse.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What only the sources show. */
class LiteralsTest {
    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Pattern ADDRESS = Pattern.compile("\"lotse\\.[a-z-]+\\.[a-z.-]+\\.v[0-9]+");

    @Test
    void noBusAddressIsWrittenOutsideOfTheContracts() {
        List<Path> sources = sourcesBelow("verticles", "cluster-config", "deploy/launcher");

        assertThat(sources).isNotEmpty();
        assertThat(sources)
                .filteredOn(file -> ADDRESS.matcher(read(file)).find())
                .isEmpty();
    }

    @Test
    void aVerticleWiresAndNothingElse() {
        assertThat(sourcesBelow("verticles"))
                .filteredOn(file -> file.getFileName().toString().endsWith("Verticle.java"))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(read(file).lines().count())
                        .as("lines of %s: what thinks belongs in classes of its own", ROOT.relativize(file))
                        .isLessThan(200));
    }

    private static List<Path> sourcesBelow(String... folders) {
        return Stream.of(folders)
                .flatMap(folder -> walk(ROOT.resolve(folder)))
                .filter(file -> file.toString().endsWith(".java"))
                .filter(file -> file.toString().contains("src/main/java".replace('/', java.io.File.separatorChar)))
                .toList();
    }

    private static Stream<Path> walk(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
