package io.lotse.contracts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.PortSpan;

/** All that is said in JSON: found among the compiled classes, so that nothing can be forgotten. */
final class ContractTypes {
    private static final Set<Class<?>> NOT_SAID =
            Set.of(Operation.class, EventType.class, EventType.Reach.class, ProblemCode.class);

    private ContractTypes() {}

    /** The records and enums. */
    static List<Class<?>> all() {
        return classes().stream()
                .filter(type -> (type.isRecord() || type.isEnum()) && !NOT_SAID.contains(type))
                .toList();
    }

    /** The classes that hold operations and events. */
    static List<Class<?>> contracts() {
        return classes().stream()
                .filter(type -> type.getSimpleName().endsWith("Contract"))
                .toList();
    }

    private static List<Class<?>> classes() {
        Path classes = location();
        try (var files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(name -> name.endsWith(".class"))
                    .<Class<?>>map(name -> load(name.substring(0, name.length() - ".class".length())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The records that are JSON objects. */
    static List<Class<?>> records() {
        return all().stream()
                .filter(type -> type.isRecord() && type != PortRange.class && type != PortSpan.class)
                .toList();
    }

    private static Path location() {
        try {
            return Path.of(Contracts.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> load(String path) {
        try {
            return Class.forName(path.replace('/', '.').replace('\\', '.'));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
