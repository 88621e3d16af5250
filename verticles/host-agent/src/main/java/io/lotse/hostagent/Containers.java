package io.lotse.hostagent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells in which container a process runs, by the control group that container engines put it into. Linux alone. */
final class Containers {
    private static final Pattern CONTAINER_ID = Pattern.compile("[0-9a-f]{64}");
    private static final int SHORT = 12;

    private Containers() {}

    /** The container's id as its engine shortens it; empty for a process in none, or one that may not be seen. */
    static Optional<String> of(long pid) {
        try {
            return in(Files.readString(Path.of("/proc", Long.toString(pid), "cgroup")));
        } catch (IOException goneOrNotLinux) {
            return Optional.empty();
        }
    }

    static Optional<String> in(String controlGroups) {
        Matcher id = CONTAINER_ID.matcher(controlGroups);
        return id.find() ? Optional.of(id.group().substring(0, SHORT)) : Optional.empty();
    }
}
