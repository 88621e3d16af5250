package io.lotse.launcher.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where the nodes of this user keep their folders.
 *
 * @param folder absolute; need not exist
 */
public record LotseHome(Path folder) {
    public LotseHome {
        folder = folder.toAbsolutePath().normalize();
    }

    /** {@code LOTSE_HOME}, else {@code .lotse} in the user's folder. */
    public static LotseHome of(Map<String, String> environment) {
        String home = environment.get("LOTSE_HOME");
        return new LotseHome(
                home == null || home.isBlank() ? Path.of(System.getProperty("user.home"), ".lotse") : Path.of(home));
    }
}
