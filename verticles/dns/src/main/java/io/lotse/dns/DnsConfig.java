package io.lotse.dns;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * How a node answers DNS.
 *
 * @param address the local address that the listeners bind; a wildcard for all
 * @param port the port, the same over UDP and TCP; it is not moved if it is taken
 * @param host this host's name: instances at a loopback address are told by their own host only
 * @param environment the environment of services that a name does not say one of
 * @param zone the zone's name, with or without the dot at its end
 * @param ttl how long a resolver may keep an answer, also one that says "no such name"; whole seconds
 * @param udpPayload the longest answer over UDP in bytes, for who announces (EDNS0) that it takes so much; 512 and more
 * @param tcpConnections how many connections are held at once; a further one is closed
 * @param tcpIdle a connection that has not sent a whole query for so long is closed
 */
public record DnsConfig(
        String address,
        int port,
        String host,
        String environment,
        String zone,
        Duration ttl,
        int udpPayload,
        int tcpConnections,
        Duration tcpIdle) {

    private static final int SMALLEST_PAYLOAD = 512;
    private static final int LARGEST_PAYLOAD = 4096;

    public DnsConfig {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(environment, "environment");
        zone = withoutDot(Objects.requireNonNull(zone, "zone")).toLowerCase(Locale.ROOT);
        require(port >= 1 && port <= 65_535, "dns port " + port + " is no port: give 1 to 65535");
        require(DomainName.isName(zone), "dns zone '" + zone + "' is no domain name: give one such as lotse.");
        require(
                !ttl.isNegative() && ttl.compareTo(Duration.ofDays(1)) <= 0,
                "dns ttl " + ttl + " is out of range: give 0 s to 1 day");
        require(
                udpPayload >= SMALLEST_PAYLOAD && udpPayload <= LARGEST_PAYLOAD,
                "dns udp payload " + udpPayload + " is out of range: give 512 to 4096 bytes");
        require(tcpConnections >= 1, "dns tcp connections " + tcpConnections + ": give 1 or more");
        require(tcpIdle.toMillis() >= 1, "dns tcp idle " + tcpIdle + ": give 1 ms or more");
    }

    /** The zone {@code lotse.} with answers that are kept for 5 s. */
    public static DnsConfig of(String address, int port, String host, String environment) {
        return new DnsConfig(
                address, port, host, environment, "lotse.", Duration.ofSeconds(5), 1232, 256, Duration.ofSeconds(10));
    }

    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static void require(boolean valid, String message) {
        if (!valid) {
            throw new IllegalArgumentException(message);
        }
    }
}
