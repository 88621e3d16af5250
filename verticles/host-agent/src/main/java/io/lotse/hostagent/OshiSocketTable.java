package io.lotse.hostagent;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.netty.util.NetUtil;
import oshi.software.os.InternetProtocolStats.IPConnection;
import oshi.software.os.InternetProtocolStats.TcpState;
import oshi.spi.SystemInfoProvider;

import io.lotse.contracts.host.PortSocket;
import io.lotse.contracts.ports.Protocol;

/** Windows, macOS and the rest: what OSHI tells. */
final class OshiSocketTable implements SocketTable {
    private final Supplier<SystemInfoProvider> system;

    OshiSocketTable(Supplier<SystemInfoProvider> system) {
        this.system = system;
    }

    @Override
    public List<BoundSocket> bound(Protocol protocol, IntPredicate ports) {
        return connections(protocol, ports)
                .filter(c -> c.getState() != TcpState.TIME_WAIT)
                .map(c -> socket(protocol, c))
                .sorted(Comparator.comparingInt(BoundSocket::port))
                .toList();
    }

    @Override
    public List<BoundSocket> at(Protocol protocol, int port) {
        return connections(protocol, p -> p == port)
                .map(c -> socket(protocol, c))
                .toList();
    }

    private Stream<IPConnection> connections(Protocol protocol, IntPredicate ports) {
        return system.get().getOperatingSystem().getInternetProtocolStats().getConnections().stream()
                .filter(c -> c.getType().startsWith(protocol.wireName()) && ports.test(c.getLocalPort()));
    }

    private static BoundSocket socket(Protocol protocol, IPConnection connection) {
        boolean alone = connection.getForeignPort() == 0;
        String state = protocol == Protocol.UDP
                ? alone ? PortSocket.BOUND : "established"
                : connection.getState().name().toLowerCase(Locale.ROOT).replace('_', '-');
        String peer = alone
                ? null
                : address(connection.getForeignAddress(), connection.getType()) + ":" + connection.getForeignPort();
        int pid = connection.getowningProcessId();
        return new BoundSocket(
                protocol,
                address(connection.getLocalAddress(), connection.getType()),
                connection.getLocalPort(),
                state,
                peer,
                pid > 0 ? (long) pid : null);
    }

    private static String address(byte[] bytes, String type) {
        if (bytes.length == 0) {
            return type.endsWith("6") ? "::" : "0.0.0.0";
        }
        try {
            return NetUtil.toAddressString(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException("no address: " + bytes.length + " bytes", wrongLength);
        }
    }
}
