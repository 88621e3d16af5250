package io.lotse.it.nemesis;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.lotse.it.Lotse;
import io.lotse.it.Mesh;
import io.lotse.it.NodeProcess;

/** Three nodes, each a process, with a vote in the ledger if they keep it; they are killed and started again. */
final class Cluster implements AutoCloseable {
    static final List<String> NODES = List.of("a", "b", "c");

    private final Network network;
    private final Lotse lotse;
    private final Map<String, Map<String, String>> options = new LinkedHashMap<>();
    private final Map<String, NodeProcess> processes = new ConcurrentHashMap<>();
    private final Map<String, NodeClient> clients = new ConcurrentHashMap<>();
    private final Map<String, Integer> starts = new ConcurrentHashMap<>();

    /**
     * @param lotse the program that is a node
     * @param postgres the database that keeps the ledger; null if the nodes keep it
     */
    Cluster(Network network, Lotse lotse, String postgres) {
        this.network = network;
        this.lotse = lotse;
        Map<String, String> cluster = new LinkedHashMap<>();
        Map<String, String> ledger = new LinkedHashMap<>();
        for (String node : NODES) {
            cluster.put(node, network.address(node) + ":" + Mesh.freePort());
            ledger.put(node, network.address(node) + ":" + Mesh.freePort());
        }
        for (String node : NODES) {
            Map<String, String> own = new LinkedHashMap<>(Map.of(
                    "--address", network.address(node),
                    "--cluster-port", port(cluster.get(node)),
                    "--gateway-port", Mesh.freePort(),
                    "--control-port", Mesh.freePort(),
                    "--dns-port", Mesh.freePort(),
                    "--join", others(cluster, node)));
            if (postgres == null) {
                own.put("--voters", voters(ledger));
            } else {
                own.put("--ledger-postgres-uri", postgres);
            }
            options.put(node, own);
            clients.put(node, client(node, 0));
        }
    }

    private static String port(String address) {
        return address.substring(address.indexOf(':') + 1);
    }

    private static String others(Map<String, String> addresses, String node) {
        return NODES.stream()
                .filter(other -> !other.equals(node))
                .map(addresses::get)
                .collect(Collectors.joining(","));
    }

    private static String voters(Map<String, String> addresses) {
        return addresses.entrySet().stream()
                .map(voter -> voter.getKey() + "=" + voter.getValue())
                .collect(Collectors.joining(","));
    }

    /** A client of one run of a node: what it reads may be older than what was read before the node was started again. */
    private NodeClient client(String node, int start) {
        String url = "http://" + network.reach(node) + ":" + options.get(node).get("--control-port");
        return new NodeClient(node, start, url);
    }

    Network network() {
        return network;
    }

    /** All nodes, those that are down too. */
    List<NodeClient> clients() {
        return NODES.stream().map(clients::get).toList();
    }

    NodeClient client(String node) {
        return clients.get(node);
    }

    NodeProcess process(String node) {
        return processes.get(node);
    }

    String gateway(String node) {
        return "http://" + network.reach(node) + ":" + options.get(node).get("--gateway-port");
    }

    Path data(String node) {
        return lotse.home().resolve(node);
    }

    List<String> running() {
        return NODES.stream()
                .filter(node ->
                        processes.containsKey(node) && processes.get(node).isAlive())
                .toList();
    }

    /** Starts nodes, all at the same time: none is ready before there is a majority. */
    void start(List<String> nodes) {
        CompletableFuture.allOf(nodes.stream()
                        .map(node -> CompletableFuture.runAsync(() -> start(node)))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    /** Starts a node and waits until it is ready. */
    void start(String node) {
        start(node, Map.of());
    }

    /** The same, with more in its environment. */
    void start(String node, Map<String, String> environment) {
        List<String> given = new ArrayList<>();
        options.get(node).forEach((option, value) -> given.addAll(List.of(option, value)));
        Lotse there = network.at(node, lotse).startedBy(List.of(), environment);
        // it answers reads some time before it says that it is ready
        clients.put(node, client(node, starts.merge(node, 1, Integer::sum)));
        processes.put(node, NodeProcess.start(there, node, given.toArray(String[]::new)));
    }

    /** kill -9 of all of these at once. */
    void kill(List<String> nodes) {
        CompletableFuture.allOf(nodes.stream()
                        .map(node ->
                                CompletableFuture.runAsync(() -> process(node).crash()))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    /** The voter that leads, as most say that run; empty if they do not agree. */
    Optional<String> leader() {
        Map<String, Long> votes = running().stream()
                .flatMap(node -> client(node).cluster().stream())
                .map(cluster -> cluster.getJsonObject("ledger"))
                .filter(ledger -> ledger.getString("leader") != null)
                .collect(Collectors.groupingBy(ledger -> ledger.getString("leader"), Collectors.counting()));
        return votes.entrySet().stream()
                .filter(vote -> vote.getValue() > NODES.size() / 2)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    String logs() {
        return lotse.logs();
    }

    @Override
    public void close() {
        processes.values().forEach(NodeProcess::close);
    }
}
