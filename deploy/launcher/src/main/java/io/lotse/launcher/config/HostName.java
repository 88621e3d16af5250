package io.lotse.launcher.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this host calls itself. */
public final class HostName {
    private static final Path KERNELS = Path.of("/proc/sys/kernel/hostname");
    private static final String NAMELESS = "localhost";

    private HostName() {}

    /** The host's name, made safe for file names and lists. */
    public static String ofThisHost() {
        return safe(raw());
    }

    static String safe(String name) {
        String safe = name.strip().replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
        String shortened = safe.substring(0, Math.min(63, safe.length()));
        return shortened.isEmpty() ? NAMELESS : shortened;
    }

    /** The kernel is asked before the resolver, which may take seconds where the network is down. */
    private static String raw() {
        try {
            return Files.isReadable(KERNELS)
                    ? Files.readString(KERNELS)
                    : InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return NAMELESS;
        } catch (IOException e) {
            throw new UncheckedIOException("the host's name cannot be read", e);
        }
    }
}
