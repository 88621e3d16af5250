package io.lotse.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers of engines, by the version of their API. */
final class Recorded {
    private Recorded() {}

    static List<Container> containers(String version) {
        return ContainerList.read(json(version));
    }

    static String json(String version) {
        try (InputStream file = Recorded.class.getResourceAsStream("containers-" + version + ".json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
