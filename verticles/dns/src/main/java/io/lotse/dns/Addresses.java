package io.lotse.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

import io.netty.util.NetUtil;

import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.MeshSnapshot;

/** Which addresses of an instance are of use to who asks this host. */
final class Addresses {
    private final String host;

    /** @param host the host whose loopback addresses may be told */
    Addresses(String host) {
        this.host = host;
    }

    /**
     * Where the instance is reached: its address; for a wildcard its host's addresses. Empty for the loopback address
     * of another host, and for a host name, which is no address.
     */
    List<InetAddress> of(Instance instance, MeshSnapshot snapshot) {
        return of(instance.ipAddress(), instance.host(), snapshot);
    }

    /** As the other, for an address that something at a host binds. */
    List<InetAddress> of(String bound, String itsHost, MeshSnapshot snapshot) {
        boolean here = host.equals(itsHost);
        return parse(bound)
                .flatMap(address -> address.isAnyLocalAddress()
                        ? hostAddresses(address, itsHost, snapshot)
                        : Stream.of(address).filter(a -> here || !a.isLoopbackAddress()))
                .toList();
    }

    /** What can be reached from elsewhere; the host's loopback address if there is nothing else and we are there. */
    private Stream<InetAddress> hostAddresses(InetAddress wildcard, String itsHost, MeshSnapshot snapshot) {
        List<InetAddress> all = snapshot.host(itsHost).map(HostFacts::addresses).orElse(List.of()).stream()
                .flatMap(Addresses::parse)
                // IPv4's wildcard takes no IPv6
                .filter(a -> wildcard.getAddress().length >= a.getAddress().length)
                .filter(a -> !a.isLinkLocalAddress() && !a.isAnyLocalAddress())
                .toList();
        List<InetAddress> outside =
                all.stream().filter(a -> !a.isLoopbackAddress()).toList();
        return outside.isEmpty() && host.equals(itsHost) ? all.stream() : outside.stream();
    }

    /** Whether this is a host's name and no address. */
    static boolean isHostName(String text) {
        return text != null && NetUtil.createByteArrayFromIpAddressString(text) == null;
    }

    private static Stream<InetAddress> parse(String text) {
        byte[] bytes = text == null ? null : NetUtil.createByteArrayFromIpAddressString(text);
        if (bytes == null) {
            return Stream.empty();
        }
        try {
            return Stream.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("of a length that no address has: " + bytes.length, e);
        }
    }
}
