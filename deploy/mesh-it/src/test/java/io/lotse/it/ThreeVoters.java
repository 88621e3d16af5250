package io.lotse.it;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Three nodes, a, b and c, that keep one ledger. */
final class ThreeVoters implements AutoCloseable {
    private final Map<String, NodeProcess> nodes = new ConcurrentSkipListMap<>();
    private final Map<String, String> ledgerPorts = new LinkedHashMap<>();
    private final Map<String, String> clusterPorts = new LinkedHashMap<>();
    private final Map<String, String[]> options = new LinkedHashMap<>();
    private final Lotse lotse;

    ThreeVoters(Lotse lotse, String... more) {
        this.lotse = lotse;
        for (String name : List.of("a", "b", "c")) {
            ledgerPorts.put(name, Mesh.freePort());
            clusterPorts.put(name, Mesh.freePort());
        }
        ledgerPorts.keySet().forEach(name -> options.put(name, optionsOf(name, more)));
    }

    private String[] optionsOf(String name, String... more) {
        String voters = ledgerPorts.entrySet().stream()
                .map(voter -> voter.getKey() + "=127.0.0.1:" + voter.getValue())
                .collect(Collectors.joining(","));
        String others = clusterPorts.entrySet().stream()
                .filter(node -> !node.getKey().equals(name))
                .map(node -> "127.0.0.1:" + node.getValue())
                .collect(Collectors.joining(","));
        Stream<String> all = Stream.of(
                "--voters",
                voters,
                "--join",
                others,
                "--cluster-port",
                clusterPorts.get(name),
                "--gateway-port",
                Mesh.freePort(),
                "--control-port",
                Mesh.freePort(),
                NodeProcess.DNS_PORT,
                Mesh.freePort());
        return Stream.concat(all, Stream.of(more)).toArray(String[]::new);
    }

    /** By their names. */
    Map<String, NodeProcess> nodes() {
        return nodes;
    }

    /** All at the same time: none of them is ready before there is a majority. */
    void startAll() {
        startAll(name -> lotse);
    }

    /** Each of them by a command of its own. */
    void startAll(Function<String, Lotse> by) {
        CompletableFuture.allOf(options.entrySet().stream()
                        .map(node -> CompletableFuture.runAsync(() -> nodes.put(
                                node.getKey(),
                                NodeProcess.start(by.apply(node.getKey()), node.getKey(), node.getValue()))))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    @Override
    public void close() {
        nodes.values().forEach(NodeProcess::close);
    }
}
