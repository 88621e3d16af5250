package io.lotse.hostagent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;

import io.netty.util.NetUtil;

import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.ports.PortRange;

/** What changes seldom about this host. Blocks. */
final class HostFactsReader {
    private static final Path LINUX_RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final Path LINUX_RESERVED = Path.of("/proc/sys/net/ipv4/ip_local_reserved_ports");
    private static final PortRange LINUX_DEFAULT = new PortRange(32_768, 60_999);
    /** IANA's dynamic ports, which Windows and macOS take. */
    private static final PortRange IANA_DYNAMIC = new PortRange(49_152, PortRange.MAX_PORT);

    private final String host;
    private final boolean separateAddresses;

    /** @param separateAddresses whether each address was declared a space of its own */
    HostFactsReader(String host, boolean separateAddresses) {
        this.host = host;
        this.separateAddresses = separateAddresses;
    }

    HostFacts read() {
        return new HostFacts(
                host,
                addresses(),
                ephemeralPorts(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " ("
                        + System.getProperty("os.arch") + ")",
                separateAddresses,
                kernelReserved());
    }

    /** The addresses of all interfaces that are up, sorted. */
    static List<String> addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(HostFactsReader::isUp)
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(HostFactsReader::text)
                    .distinct()
                    .sorted()
                    .toList();
        } catch (SocketException noInterfaces) {
            return List.of(text(InetAddress.getLoopbackAddress()));
        }
    }

    private static String text(InetAddress address) {
        return NetUtil.toAddressString(address);
    }

    private static boolean isUp(NetworkInterface card) {
        try {
            return card.isUp();
        } catch (SocketException gone) {
            return false;
        }
    }

    /** Those of the kernel's ports that it leaves alone. */
    private static List<PortRange> kernelReserved() {
        List<PortRange> ranges = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(LINUX_RESERVED)) {
                for (String part : line.strip().split(",")) {
                    String[] ends = part.split("-");
                    if (!part.isBlank()) {
                        ranges.add(new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])));
                    }
                }
            }
        } catch (IOException notHere) {
            // a kernel without such a list leaves nothing alone
        }
        return ranges;
    }

    /** The ports that the kernel hands out to outgoing connections. */
    static PortRange ephemeralPorts() {
        try {
            // by lines: readString() reads a byte first, and the kernel takes that for the end of such a file
            Scanner ends = new Scanner(Files.readAllLines(LINUX_RANGE).get(0));
            return new PortRange(ends.nextInt(), ends.nextInt());
        } catch (IOException notHere) {
            return Systems.isLinux() ? LINUX_DEFAULT : IANA_DYNAMIC;
        }
    }
}
