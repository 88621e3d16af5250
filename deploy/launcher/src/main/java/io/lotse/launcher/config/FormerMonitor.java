package io.lotse.launcher.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.lotse.connection.DeclaredSystemConfig;
import io.lotse.connection.SystemConfig;

/** The settings of the connection monitor that this one replaces. */
final class FormerMonitor {
    private static final Path DEFAULT_FILE = Path.of("config", "system_config.json");

    private FormerMonitor() {}

    /**
     * What its file says.
     *
     * @param named a file that must be there; null for the default one, if that is there
     * @param mistakes gets what keeps the node from starting
     * @param warnings gets what has no effect
     */
    static SystemConfig read(Path named, List<String> mistakes, List<String> warnings) {
        if (named == null && !Files.exists(DEFAULT_FILE)) {
            return SystemConfig.NONE;
        }
        Path file = named == null ? DEFAULT_FILE : named;
        try {
            DeclaredSystemConfig read = DeclaredSystemConfig.read(Files.readString(file));
            read.mistakes().forEach(mistake -> mistakes.add(file + ": " + mistake));
            read.warnings().forEach(warning -> warnings.add(file + ": " + warning));
            return read.config();
        } catch (IOException e) {
            mistakes.add(file + ": cannot be read: " + ConfigFile.reason(file, e));
            return SystemConfig.NONE;
        }
    }
}
