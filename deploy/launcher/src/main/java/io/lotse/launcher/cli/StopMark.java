package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says in a node's folder that somebody stopped it on purpose: what looks after it leaves it so. */
final class StopMark {
    private static final String FILE = "stopped";

    private StopMark() {}

    static void set(Path data) {
        try {
            Files.writeString(data.resolve(FILE), "lotse stop was called; lotse start removes this\n");
        } catch (IOException notOurs) {
            // whoever may stop it and not write there is heard all the same
        }
    }

    static void remove(Path data) {
        try {
            Files.deleteIfExists(data.resolve(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + data.resolve(FILE), e);
        }
    }

    static boolean isSet(Path data) {
        return Files.exists(data.resolve(FILE));
    }
}
