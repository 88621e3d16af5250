package io.lotse.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The default gateway of the LAN, from the kernel's routing table; Linux tells it in a file. */
final class LanGateway {
    static final Path ROUTES = Path.of("/proc/net/route");

    private static final int DESTINATION = 1;
    private static final int GATEWAY = 2;
    private static final int FLAGS = 3;
    private static final int FLAG_GATEWAY = 0x2;
    private static final String ANYWHERE = "00000000";

    private LanGateway() {}

    /** Its IPv4 address; empty where there is none or the system does not tell. Blocks for a moment. */
    static Optional<String> read(Path routes) {
        try {
            return Files.isReadable(routes) ? find(Files.readAllLines(routes)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> find(List<String> lines) {
        return lines.stream()
                .skip(1)
                .map(line -> line.trim().split("\\s+"))
                .filter(f -> f.length > FLAGS && f[DESTINATION].equals(ANYWHERE) && leadsToAGateway(f[FLAGS]))
                .map(f -> f[GATEWAY])
                .filter(hex -> hex.matches("[0-9A-Fa-f]{8}"))
                .map(LanGateway::address)
                .findFirst();
    }

    private static boolean leadsToAGateway(String flags) {
        return flags.matches("[0-9A-Fa-f]{1,8}") && (Long.parseLong(flags, 16) & FLAG_GATEWAY) != 0;
    }

    /** The kernel writes the address as a number in its own byte order, which is little-endian where Lotse runs. */
    private static String address(String hex) {
        long n = Long.parseLong(hex, 16);
        return (n & 0xff) + "." + (n >> 8 & 0xff) + "." + (n >> 16 & 0xff) + "." + (n >> 24 & 0xff);
    }
}
