package io.lotse.it.nemesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where somebody on this machine listens for TCP over IPv4, as {@code /proc} tells it. */
final class Listeners {
    private static final String LISTEN = "0A";
    private static final int IPV4_DIGITS = 8;

    private Listeners() {}

    static Set<InetSocketAddress> all() {
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(Listeners::lines)
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words[3].equals(LISTEN))
                .map(words -> address(words[1]))
                .collect(Collectors.toSet());
    }

    private static Stream<String> lines(String table) {
        try {
            return Files.readAllLines(Path.of(table)).stream().skip(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address in hex, its bytes turned round, and the port; an IPv4 address in IPv6 is at its end. */
    private static InetSocketAddress address(String text) {
        int colon = text.indexOf(':');
        byte[] turned = HexFormat.of().parseHex(text.substring(colon - IPV4_DIGITS, colon));
        byte[] bytes = {turned[3], turned[2], turned[1], turned[0]};
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(bytes), Integer.parseInt(text.substring(colon + 1), 16));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
