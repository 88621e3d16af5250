package io.lotse.hostagent;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

import io.netty.util.NetUtil;
import oshi.software.os.InternetProtocolStats.IPConnection;
import oshi.software.os.InternetProtocolStats.TcpState;
import oshi.spi.SystemInfoProvider;

import io.lotse.contracts.ports.Protocol;

/** Windows, macOS and the rest: what OSHI tells. */
final class OshiSocketTable implements SocketTable {
    private final Supplier<SystemInfoProvider> system;

    OshiSocketTable(Supplier<SystemInfoProvider> system) {
        this.system = system;
    }

    @Override
    public List<BoundSocket> bound(Protocol protocol, IntPredicate ports) {
        return system.get().getOperatingSystem().getInternetProtocolStats().getConnections().stream()
                .filter(c -> c.getType().startsWith(protocol.wireName()) && ports.test(c.getLocalPort()))
                .map(c -> socket(protocol, c))
                .sorted(Comparator.comparingInt(BoundSocket::port))
                .toList();
    }

    private static BoundSocket socket(Protocol protocol, IPConnection connection) {
        boolean listening =
                protocol == Protocol.UDP ? connection.getForeignPort() == 0 : connection.getState() == TcpState.LISTEN;
        int pid = connection.getowningProcessId();
        return new BoundSocket(
                protocol, address(connection), connection.getLocalPort(), listening, pid > 0 ? (long) pid : null);
    }

    private static String address(IPConnection connection) {
        byte[] bytes = connection.getLocalAddress();
        if (bytes.length == 0) {
            return connection.getType().endsWith("6") ? "::" : "0.0.0.0";
        }
        try {
            return NetUtil.toAddressString(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException("no address: " + connection, wrongLength);
        }
    }
}
