package io.lotse.launcher.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.lotse.contracts.ports.PortRange;

/**
 * The ports that this host's kernel hands out to outgoing connections.
 *
 * @param ephemeral those; null where that cannot be read
 * @param reserved what it leaves alone of them and of others
 */
public record KernelPorts(PortRange ephemeral, List<PortRange> reserved) {
    private static final Path FOLDER = Path.of("/proc/sys/net/ipv4");

    /** As the kernel says, where it is Linux. */
    public static KernelPorts ofThisHost() {
        return read(FOLDER);
    }

    static KernelPorts read(Path folder) {
        String range = firstLine(folder.resolve("ip_local_port_range"));
        String reserved = firstLine(folder.resolve("ip_local_reserved_ports"));
        return new KernelPorts(range.isEmpty() ? null : range(range.split("\\s+")), ranges(reserved));
    }

    private static List<PortRange> ranges(String list) {
        List<PortRange> ranges = new ArrayList<>();
        for (String part : list.split(",")) {
            if (!part.isBlank()) {
                ranges.add(range(part.strip().split("-")));
            }
        }
        return ranges;
    }

    private static PortRange range(String... ends) {
        return new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
    }

    /** By lines: the kernel takes the first byte that is read for the whole file. */
    private static String firstLine(Path file) {
        try {
            return Files.readAllLines(file).stream().findFirst().orElse("").strip();
        } catch (IOException notHere) {
            return "";
        }
    }
}
