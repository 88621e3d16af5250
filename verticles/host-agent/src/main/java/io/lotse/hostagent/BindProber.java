package io.lotse.hostagent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
    private final Sockets sockets;

    BindProber(Sockets sockets) {
        this.sockets = sockets;
    }

    /**
     * Binds and closes one port after the other until enough could be bound. One probe at a time: two would find each
     * other's ports taken.
     */
    synchronized BindReport probe(BindProbe asked) {
        Protocol protocol = asked.protocol() == null ? Protocol.TCP : asked.protocol();
        List<Integer> ports = asked.ports() == null ? List.of() : asked.ports();
        for (int i = 0; i < ports.size(); i++) {
            requirePort(i, ports.get(i));
        }
        if (asked.enough() < 1) {
            throw ContractException.invalid("enough", "is " + asked.enough() + ": give 1 or more");
        }
        InetAddress address = localAddress(asked.address(), protocol);

        Set<Integer> bindable = new HashSet<>();
        List<Integer> taken = new ArrayList<>();
        for (int port : ports) {
            if (bindable.size() == asked.enough()) {
                break;
            }
            if (binds(address, protocol, port)) {
                bindable.add(port);
            } else {
                taken.add(port);
            }
        }
        List<Listener> holders = holders(protocol, taken);
        // another agent of this host may have probed the same port in the same moment: it holds it no longer
        Set<Integer> held = holders.stream().map(Listener::port).collect(Collectors.toSet());
        taken.stream()
                .filter(port -> !held.contains(port) && binds(address, protocol, port))
                .forEach(bindable::add);
        return new BindReport(
                ports.stream()
                        .filter(bindable::contains)
                        .distinct()
                        .limit(asked.enough())
                        .toList(),
                taken.stream()
                        .filter(port -> !bindable.contains(port))
                        .distinct()
                        .map(port -> holder(holders, protocol, port))
                        .toList());
    }

    private List<Listener> holders(Protocol protocol, List<Integer> taken) {
        return taken.isEmpty() ? List.of() : sockets.holders(protocol, taken);
    }

    private static Listener holder(List<Listener> holders, Protocol protocol, int port) {
        return holders.stream()
                .filter(h -> h.port() == port)
                .findFirst()
                .orElse(new Listener(null, protocol, port, null, null, null, null));
    }

    private static void requirePort(int index, Integer port) {
        if (port == null || port < 1 || port > PortRange.MAX_PORT) {
            throw ContractException.invalid("ports[" + index + "]", "is " + port + ": give 1 to " + PortRange.MAX_PORT);
        }
    }

    private static InetAddress localAddress(String text, Protocol protocol) {
        if (text == null || text.isBlank()) {
            throw ContractException.invalid("address", "is missing: give a local address such as 127.0.0.1 or 0.0.0.0");
        }
        try {
            InetAddress address = InetAddress.getByName(text);
            bind(address, protocol, 0);
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

    private static boolean binds(InetAddress address, Protocol protocol, int port) {
        try {
            bind(address, protocol, port);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /**
     * The channels' own defaults are what is wanted: SO_REUSEADDR for TCP where it means that TIME_WAIT does not count,
     * and not on Windows, where it would mean that a listener does not count either; never for UDP; never SO_REUSEPORT.
     */
    private static void bind(InetAddress address, Protocol protocol, int port) throws IOException {
        InetSocketAddress endpoint = new InetSocketAddress(address, port);
        if (protocol == Protocol.TCP) {
            try (ServerSocketChannel channel = ServerSocketChannel.open()) {
                channel.bind(endpoint, 1);
            }
        } else {
            try (DatagramChannel channel = DatagramChannel.open()) {
                channel.bind(endpoint);
            }
        }
    }
}
