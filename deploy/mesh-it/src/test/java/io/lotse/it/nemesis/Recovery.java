package io.lotse.it.nemesis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.lotse.it.nemesis.NodeClient.Meaning;

/** Writes through some nodes, again and again, until each has acknowledged one; tells how long that took. */
final class Recovery {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final long PAUSE_MILLIS = 50;
    private static final Duration LONGEST = Duration.ofSeconds(120);

    private final Cluster cluster;
    private final Findings findings;
    private final long from = System.nanoTime();
    private final Map<String, Long> millis = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> all;

    /** Begins now. */
    Recovery(Cluster cluster, Findings findings, List<String> nodes) {
        this.cluster = cluster;
        this.findings = findings;
        this.all = CompletableFuture.allOf(nodes.stream().map(this::write).toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> write(String node) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        Thread thread = new Thread(() -> tryOnce(node, acknowledged), "recovery of " + node);
        thread.start();
        return acknowledged;
    }

    private void tryOnce(String node, CompletableFuture<Void> acknowledged) {
        if (findings.registerOnce(cluster.client(node), PATIENCE).meaning() == Meaning.DONE) {
            millis.put(node, sinceBegin().toMillis());
            acknowledged.complete(null);
        } else if (sinceBegin().compareTo(LONGEST) > 0) {
            acknowledged.completeExceptionally(new AssertionError(
                    "no write through node " + node + " was acknowledged within " + LONGEST.toSeconds() + " s"));
        } else {
            Executor later = CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            later.execute(() -> tryOnce(node, acknowledged));
        }
    }

    private Duration sinceBegin() {
        return Duration.ofNanos(System.nanoTime() - from);
    }

    /** Waits until all have; the milliseconds by node, as people read them. */
    String await() {
        all.join();
        return millis.isEmpty()
                ? "-"
                : new TreeMap<>(millis)
                        .entrySet().stream()
                                .map(node -> node.getKey() + " " + node.getValue())
                                .collect(Collectors.joining(", "));
    }
}
