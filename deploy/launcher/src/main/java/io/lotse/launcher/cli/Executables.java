package io.lotse.launcher.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs. */
final class Executables {
    private Executables() {}

    /**
     * The program that a shell would run.
     *
     * @param path the folders to look into; null for none
     */
    static Optional<Path> find(String program, String path) {
        if (program.indexOf('/') >= 0 || program.indexOf(File.separatorChar) >= 0) {
            return Optional.of(Path.of(program)).filter(Executables::runs);
        }
        Stream<String> folders = path == null ? Stream.empty() : Arrays.stream(path.split(File.pathSeparator));
        return folders.map(folder -> Path.of(folder, program))
                .filter(Executables::runs)
                .findFirst();
    }

    private static boolean runs(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
