package io.lotse.launcher.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * What a node is told at its start.
 *
 * @param mode how strict it is
 * @param name lasting; {@code [A-Za-z0-9._-]}, at most 63 characters
 * @param data where it keeps its files, absolute
 * @param host the host's name: the space in which its ports lie
 * @param address of one interface: all listeners bind it and others are told it
 * @param ports its listeners' ports
 * @param join cluster addresses of nodes to join; empty to found a cluster
 * @param voters the founders of the ledger and their ledger addresses, by node; empty for a founder alone
 * @param roles what runs on it
 */
public record NodeConfig(
        Mode mode,
        String name,
        Path data,
        String host,
        String address,
        Ports ports,
        List<HostPort> join,
        Map<String, HostPort> voters,
        Set<Role> roles) {

    public NodeConfig {
        requireNonNull(mode, "mode");
        requireNonNull(name, "name");
        requireNonNull(host, "host");
        requireNonNull(address, "address");
        requireNonNull(ports, "ports");
        data = data.toAbsolutePath().normalize();
        join = List.copyOf(join);
        voters = Map.copyOf(voters);
        roles = Set.copyOf(roles);
    }

    /**
     * The ports of a node's listeners, each 1 to 65535.
     *
     * @param gateway where requests for services come in
     * @param control where the node is managed
     * @param cluster where the other nodes reach it
     * @param ledger where the other voters reach it, if it has a vote
     * @param dns where it answers DNS, over UDP and TCP
     */
    public record Ports(int gateway, int control, int cluster, int ledger, int dns) {}

    /** Whether it may found a ledger: it joins nobody, or it is named among the voters. */
    public boolean founds() {
        return join.isEmpty() || voters.containsKey(name);
    }

    /** The same with other ports. */
    public NodeConfig with(Ports newPorts) {
        return new NodeConfig(mode, name, data, host, address, newPorts, join, voters, roles);
    }
}
