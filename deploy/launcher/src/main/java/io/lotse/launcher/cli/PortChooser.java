package io.lotse.launcher.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.HashSet;
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
    private final Consumer<String> say;

    /**
     * @param owner tells who has a port
     * @param say hears of every port that was taken and what was taken instead
     */
    PortChooser(PortOwner owner, Consumer<String> say) {
        this.owner = owner;
        this.say = say;
    }

    /**
     * The wished ports, or the next free ones.
     *
     * @param votes whether the node has a vote in a ledger already, so that the others look for it at its port
     * @throws Refusal if a port is taken that cannot be replaced
     */
    Ports choose(NodeConfig node, boolean votes) {
        boolean floats = node.mode() != Mode.PRODUCTION;
        boolean founds = node.roles().contains(Role.LEDGER) && node.founds();
        boolean expected = votes || node.voters().containsKey(node.name());
        Set<Integer> given = new HashSet<>();
        node.join().stream()
                .filter(peer -> peer.host().equals(node.address()))
                .map(HostPort::port)
                .forEach(given::add);
        Ports wished = node.ports();
        String at = node.address();
        int gateway = node.roles().contains(Role.GATEWAY)
                ? choose("gateway", at, wished.gateway(), floats, given)
                : wished.gateway();
        int control = node.roles().contains(Role.CONTROL_API)
                ? choose("control", at, wished.control(), floats, given)
                : wished.control();
        int cluster = choose("cluster", at, wished.cluster(), floats, given);
        int ledger =
                founds || votes ? choose("ledger", at, wished.ledger(), floats && !expected, given) : wished.ledger();
        return new Ports(gateway, control, cluster, ledger);
    }

    private int choose(String listener, String address, int wished, boolean floats, Set<Integer> given) {
        if (!given.contains(wished) && canBind(address, wished)) {
            given.add(wished);
            return wished;
        }
        String taken = listener + " port " + wished + " is taken by "
                + (given.contains(wished) ? "another listener of this mesh" : owner.of(wished));
        if (!floats) {
            throw new Refusal(taken + ": end that, or give another with --" + listener + "-port");
        }
        for (int port = wished + 1; port <= Math.min(MAX_PORT, wished + TRIES); port++) {
            if (!given.contains(port) && canBind(address, port)) {
                given.add(port);
                say.accept(taken + ": using " + port);
                return port;
            }
        }
        throw new Refusal(taken + ", and so are the " + TRIES + " after it");
    }

    private static boolean canBind(String address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
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
            throw new Refusal("the ports of " + address + " may not be bound by this user: give ports above 1023");
        }
    }
}
