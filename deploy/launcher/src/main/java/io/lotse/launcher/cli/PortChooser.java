package io.lotse.launcher.cli;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import io.lotse.launcher.config.HostPort;
import io.lotse.launcher.config.Mode;
import io.lotse.launcher.config.NodeConfig;
import io.lotse.launcher.config.NodeConfig.Ports;
import io.lotse.launcher.config.Role;

/** Finds ports that a node's listeners can bind. */
final class PortChooser {
    private static final int TRIES = 1000;
    private static final int MAX_PORT = 65_535;

    private final PortOwner owner;
    private final PortClaims claims;
    private final Consumer<String> say;
    private final Set<Integer> chosen = new HashSet<>();

    /**
     * @param owner tells who has a port
     * @param claims keeps what was chosen from being chosen by others, until it is closed
     * @param say hears of every port that was taken and what was taken instead
     */
    PortChooser(PortOwner owner, PortClaims claims, Consumer<String> say) {
        this.owner = owner;
        this.claims = claims;
        this.say = say;
    }

    /**
     * The wished ports, or the next free ones.
     *
     * @param votes whether the node has a vote in a ledger already, so that the others look for it at its port
     * @throws Refusal if a port is taken that cannot be replaced
     */
    Ports choose(NodeConfig node, boolean votes) {
        String at = node.address();
        boolean floats = node.mode() != Mode.PRODUCTION;
        boolean ledgerFloats = floats && !votes && !node.voters().containsKey(node.name());
        // whoever took the port of the node that it is to join would join itself; a voter may be told of all, itself
        // too
        boolean oneOfAll = node.voters().containsKey(node.name());
        node.join().stream()
                .filter(peer -> peer.host().equals(at))
                .map(HostPort::port)
                .filter(port -> !(oneOfAll && port == node.ports().cluster()))
                .forEach(chosen::add);
        Ports wished = node.ports();
        return new Ports(
                node.roles().contains(Role.GATEWAY)
                        ? choose("gateway", at, wished.gateway(), floats)
                        : wished.gateway(),
                node.roles().contains(Role.CONTROL_API)
                        ? choose("control", at, wished.control(), floats)
                        : wished.control(),
                choose("cluster", at, wished.cluster(), floats),
                votes || (node.roles().contains(Role.LEDGER) && node.founds())
                        ? choose("ledger", at, wished.ledger(), ledgerFloats)
                        : wished.ledger(),
                node.roles().contains(Role.DNS) ? choose("dns", at, wished.dns(), floats) : wished.dns());
    }

    /** What keeps a node from its ports where none may be replaced; empty where it can have all. */
    List<String> taken(NodeConfig node, boolean votes) {
        Map<String, Integer> wanted = new LinkedHashMap<>();
        if (node.roles().contains(Role.GATEWAY)) {
            wanted.put("gateway", node.ports().gateway());
        }
        if (node.roles().contains(Role.CONTROL_API)) {
            wanted.put("control", node.ports().control());
        }
        wanted.put("cluster", node.ports().cluster());
        if (votes || (node.roles().contains(Role.LEDGER) && node.founds())) {
            wanted.put("ledger", node.ports().ledger());
        }
        if (node.roles().contains(Role.DNS)) {
            wanted.put("dns", node.ports().dns());
        }
        List<String> taken = new ArrayList<>();
        wanted.forEach((listener, port) ->
                take(node.address(), port).ifPresent(holder -> taken.add(taken(listener, port, holder))));
        return taken;
    }

    private static String taken(String listener, int port, String holder) {
        return listener + " port " + port + " is taken by " + holder + ": end that, or give another with --" + listener
                + "-port";
    }

    private int choose(String listener, String address, int wished, boolean floats) {
        Optional<String> holder = take(address, wished);
        if (holder.isEmpty()) {
            return wished;
        }
        String taken = listener + " port " + wished + " is taken by " + holder.get();
        if (!floats) {
            throw new Refusal(taken(listener, wished, holder.get()));
        }
        for (int port = wished + 1; port <= Math.min(MAX_PORT, wished + TRIES); port++) {
            if (take(address, port).isEmpty()) {
                say.accept(taken + ": using " + port);
                return port;
            }
        }
        throw new Refusal(taken + ", and so are those after it");
    }

    /** Takes a port; returns who has it if that cannot be. */
    private Optional<String> take(String address, int port) {
        if (chosen.contains(port)) {
            return Optional.of("another listener of this mesh");
        }
        if (!canBind(address, port)) {
            return Optional.of(owner.of(port));
        }
        Optional<Long> starting = claims.claim(port);
        if (starting.isEmpty()) {
            chosen.add(port);
        }
        return starting.map(pid -> "a node that is starting, pid " + pid);
    }

    /** Whether a node could listen there. */
    static boolean canBind(String address, int port) {
        try (ServerSocket stream = new ServerSocket();
                DatagramSocket packets = new DatagramSocket(null)) {
            InetSocketAddress at = new InetSocketAddress(InetAddress.getByName(address), port);
            stream.setReuseAddress(true);
            stream.bind(at);
            // DNS alone takes packets, but a port is easier told than a port and its protocols
            packets.bind(at);
            return true;
        } catch (UnknownHostException e) {
            throw new Refusal("address " + address + " cannot be found: give an address of this host");
        } catch (IOException e) {
            refuseForeign(address, e);
            return false;
        }
    }

    /** An address that is not this host's has no port to offer. */
    private static void refuseForeign(String address, IOException e) {
        String reason = String.valueOf(e.getMessage());
        if (reason.contains("assign requested address")) {
            throw new Refusal("address " + address + " is none of this host: give an address of this host");
        }
        if (reason.contains("ermission denied")) {
            throw new Refusal("this user may not bind such ports: give ports above 1023");
        }
    }
}
