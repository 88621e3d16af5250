package io.lotse.launcher.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the services are written in: some in another language than Java, where this host has one. */
enum Language {
    PYTHON("Python", "python3", "service.py"),
    NODE("Node.js", "node", "service.js"),
    JAVA("Java", null, null);

    private static final Set<String> OTHER = Set.of("billing", "stock");

    private final String label;
    private final String interpreter;
    private final String script;

    Language(String label, String interpreter, String script) {
        this.label = label;
        this.interpreter = interpreter;
        this.script = script;
    }

    /** For people. */
    String label() {
        return label;
    }

    /** The other language than Java that this host has; Java if there is none. */
    static Language second(Surroundings surroundings) {
        return Stream.of(PYTHON, NODE)
                .filter(language -> surroundings.program(language.interpreter).isPresent())
                .findFirst()
                .orElse(JAVA);
    }

    /** In which of Java and the second language the service is written. */
    static Language of(ServiceProgram service, Language second) {
        return OTHER.contains(service.name()) ? second : JAVA;
    }

    /**
     * The command that runs the service.
     *
     * @param folder where scripts are put
     */
    List<String> command(ServiceProgram service, DemoNode node, Path folder, Surroundings surroundings) {
        String lifetime = Long.toString(service.lifetime().toSeconds());
        return interpreter == null
                ? surroundings.lotse(
                        "demo-service",
                        service.name(),
                        "--gateway=" + node.gateway(),
                        "--calls=" + String.join(",", service.calls()),
                        "--slow-every=" + service.slowEvery(),
                        "--lifetime=" + lifetime)
                : List.of(interpreter, unpacked(folder).toString(), service.name(), "{host}", "{port}", lifetime);
    }

    private Path unpacked(Path folder) {
        Path file = folder.resolve(script);
        try (InputStream in = Language.class.getResourceAsStream(script)) {
            if (!Files.exists(file)) {
                Files.copy(in, file);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
