package io.lotse.hostagent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;

import io.netty.util.NetUtil;

import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.ports.PortRange;

/** What changes seldom about this host. Blocks. */
final class HostFactsReader {
    private static final Path LINUX_RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final PortRange LINUX_DEFAULT = new PortRange(32_768, 60_999);
    /** IANA's dynamic ports, which Windows and macOS take. */
    private static final PortRange IANA_DYNAMIC = new PortRange(49_152, PortRange.MAX_PORT);

    private final String host;

    HostFactsReader(String host) {
        this.host = host;
    }

    HostFacts read() {
        return new HostFacts(
                host,
                addresses(),
                ephemeralPorts(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " ("
                        + System.getProperty("os.arch") + ")");
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

    private static PortRange ephemeralPorts() {
        try {
            // by lines: readString() reads a byte first, and the kernel takes that for the end of such a file
            Scanner ends = new Scanner(Files.readAllLines(LINUX_RANGE).get(0));
            return new PortRange(ends.nextInt(), ends.nextInt());
        } catch (IOException notHere) {
            return Systems.isLinux() ? LINUX_DEFAULT : IANA_DYNAMIC;
        }
    }
}
