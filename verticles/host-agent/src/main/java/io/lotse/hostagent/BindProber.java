package io.lotse.hostagent;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.netty.util.NetUtil;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.host.BindProbe;
import io.lotse.contracts.host.BindReport;
import io.lotse.contracts.host.Listener;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.Protocol;

/**
 * Tries which ports can be bound, as an ordinary server would: a listener hinders it, a connection that lingers in
 * TIME_WAIT does not. Blocks.
 */
final class BindProber {
    private static final Place ANY_IPV4 =
            new Place(StandardProtocolFamily.INET, NetUtil.createInetAddressFromIpAddressString("0.0.0.0"));
    private static final Place ANY_IPV6 =
            new Place(StandardProtocolFamily.INET6, NetUtil.createInetAddressFromIpAddressString("::"));

    private final Sockets sockets;

    /** An address with the family that its socket must be of. */
    private record Place(StandardProtocolFamily family, InetAddress address) {}

    BindProber(Sockets sockets) {
        this.sockets = sockets;
    }

    /**
     * Binds and closes one port after the other until enough could be bound. One probe at a time: two would find each
     * other's ports taken.
     */
    synchronized BindReport probe(BindProbe asked) {
        Protocol protocol = asked.protocol() == null ? Protocol.TCP : asked.protocol();
        List<Integer> ports = validPorts(asked);
        List<Place> places = places(localAddress(asked.address(), protocol));

        Set<Integer> bindable = new HashSet<>();
        Map<Integer, String> refused = new LinkedHashMap<>();
        for (int port : ports) {
            if (bindable.size() == asked.enough()) {
                break;
            }
            refusal(places, protocol, port)
                    .ifPresentOrElse(reason -> refused.put(port, reason), () -> bindable.add(port));
        }
        List<Listener> holders = refused.isEmpty() ? List.of() : sockets.holders(protocol, refused.keySet());
        // another agent of this host may have probed the same port in the same moment: it holds it no longer
        refused.keySet().stream()
                .filter(port -> holders.stream().noneMatch(h -> h.port() == port))
                .filter(port -> refusal(places, protocol, port).isEmpty())
                .forEach(bindable::add);
        return new BindReport(
                ports.stream().filter(bindable::contains).limit(asked.enough()).toList(),
                refused.keySet().stream()
                        .filter(port -> !bindable.contains(port))
                        .map(port -> holder(holders, protocol, port, refused.get(port)))
                        .toList());
    }

    private static List<Integer> validPorts(BindProbe asked) {
        List<Integer> ports = asked.ports() == null ? List.of() : asked.ports();
        for (int i = 0; i < ports.size(); i++) {
            Integer port = ports.get(i);
            if (port == null || port < 1 || port > PortRange.MAX_PORT) {
                throw ContractException.invalid("ports[" + i + "]", "is " + port + ": give 1 to " + PortRange.MAX_PORT);
            }
        }
        if (asked.enough() < 1) {
            throw ContractException.invalid("enough", "is " + asked.enough() + ": give 1 or more");
        }
        return ports.stream().distinct().toList();
    }

    /** Who holds a port; where nobody does, why the system refuses it all the same: a port below 1024 to most users. */
    private static Listener holder(List<Listener> holders, Protocol protocol, int port, String reason) {
        String command = reason.contains("denied") ? "the system: " + reason : null;
        return holders.stream()
                .filter(h -> h.port() == port)
                .findFirst()
                .orElse(new Listener(null, protocol, port, null, command, null, null));
    }

    private static InetAddress localAddress(String text, Protocol protocol) {
        if (text == null || text.isBlank()) {
            throw ContractException.invalid("address", "is missing: give a local address such as 127.0.0.1 or 0.0.0.0");
        }
        try {
            InetAddress address = InetAddress.getByName(text);
            bind(new Place(family(address), address), protocol, 0);
            return address;
        } catch (UnknownHostException e) {
            throw ContractException.invalid("address", "\"" + text + "\" is no address: give one such as 127.0.0.1");
        } catch (IOException e) {
            throw ContractException.invalid(
                    "address",
                    "nothing can listen at " + text + " on this host (" + e.getMessage() + "): give one of "
                            + String.join(", ", new TreeSet<>(HostFactsReader.addresses())) + " or 0.0.0.0");
        }
    }

    /**
     * Where a port must be bound to be wholly free: a wildcard asks for every address, of IPv4 and of IPv6 where the host
     * has it. Linux refuses a wildcard while somebody has the port at one address; others must be asked for each.
     */
    private static List<Place> places(InetAddress address) {
        if (!address.isAnyLocalAddress()) {
            return List.of(new Place(family(address), address));
        }
        List<Place> all = new ArrayList<>();
        all.add(ANY_IPV4);
        if (canBind(ANY_IPV6)) {
            all.add(ANY_IPV6);
        }
        if (!Systems.isLinux()) {
            HostFactsReader.addresses().stream()
                    .map(NetUtil::createInetAddressFromIpAddressString)
                    .filter(Objects::nonNull)
                    .map(one -> new Place(family(one), one))
                    .filter(BindProber::canBind)
                    .forEach(all::add);
        }
        return all;
    }

    private static StandardProtocolFamily family(InetAddress address) {
        return address instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    }

    /** Whether there is such an address at all. */
    private static boolean canBind(Place place) {
        try {
            bind(place, Protocol.TCP, 0);
            return true;
        } catch (IOException | UnsupportedOperationException none) {
            return false;
        }
    }

    /** Why the port cannot be bound; empty if it can. */
    private static Optional<String> refusal(List<Place> places, Protocol protocol, int port) {
        try {
            for (Place place : places) {
                bind(place, protocol, port);
            }
            return Optional.empty();
        } catch (IOException refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    /**
     * The channels' own defaults are what is wanted: SO_REUSEADDR for TCP where it means that TIME_WAIT does not count,
     * and not on Windows, where it would mean that a listener does not count either; never for UDP; never SO_REUSEPORT.
     */
    private static void bind(Place place, Protocol protocol, int port) throws IOException {
        InetSocketAddress endpoint = new InetSocketAddress(place.address(), port);
        if (protocol == Protocol.TCP) {
            try (ServerSocketChannel channel = ServerSocketChannel.open(place.family())) {
                channel.bind(endpoint, 1);
            }
        } else {
            try (DatagramChannel channel = DatagramChannel.open(place.family())) {
                channel.bind(endpoint);
            }
        }
    }
}
