package io.lotse.it.nemesis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.vertx.core.json.JsonObject;

import io.lotse.it.nemesis.Event.Phase;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

/** A mesh, its clients, and faults one after the other; at the end everything that was said is checked. */
final class Campaign {
    private final Cluster cluster;
    private final EchoService echo;
    private final History history = new History();
    private final Findings findings = new Findings(history);
    private final List<Replica> replicas = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    /** @param echo is registered before all faults, and must be routed to */
    Campaign(Cluster cluster, EchoService echo) {
        this.cluster = cluster;
        this.echo = echo;
    }

    /**
     * Runs the faults under load, lets all come to rest, kills and starts all nodes, and checks.
     *
     * @param seed of what the clients do
     */
    Result run(List<Fault> faults, long seed) {
        Cluster.NODES.stream().filter(node -> !cluster.running().contains(node)).forEach(cluster::start);
        // what a start leaves behind is no part of the first fault
        new Recovery(cluster, findings, Cluster.NODES).await();
        cluster.clients().get(0).register(echo);
        try (Workload workload = new Workload(history, cluster::clients, seed)) {
            faults.forEach(this::run);
        }
        replicas.addAll(rest("at the end"));
        cluster.kill(Cluster.NODES);
        cluster.start(Cluster.NODES);
        replicas.addAll(rest("after a restart of all"));
        return result();
    }

    /** What a campaign found out. */
    record Result(List<Row> rows, List<Violation> violations, History history) {
        boolean isClean() {
            return violations.isEmpty();
        }

        void saveHistory(Path file) {
            history.save(file);
        }
    }

    /** Ends here, whatever is still broken. */
    Result result() {
        List<Violation> violations = Stream.concat(
                        HistoryChecker.check(history.events(), replicas).stream(), findings.violations().stream())
                .toList();
        return new Result(List.copyOf(rows), violations, history);
    }

    private void run(Fault fault) {
        System.out.println("nemesis: " + fault.name());
        long begunAt = history.now();
        List<String> bystanders = fault.begin(cluster);
        Recovery meanwhile = new Recovery(cluster, findings, bystanders);
        String watched = fault.watch(cluster, findings);
        Pace.pass(fault.lasts().minusNanos(history.now() - begunAt));
        String ended = fault.end(cluster);
        Duration lasted = Duration.ofNanos(history.now() - begunAt);
        String afterwards = new Recovery(cluster, findings, Cluster.NODES).await();
        rows.add(new Row(
                fault.name(),
                begunAt,
                history.now(),
                lasted,
                history.count(Phase.OK, begunAt),
                history.count(Phase.FAIL, begunAt),
                history.count(Phase.UNKNOWN, begunAt),
                meanwhile.await(),
                afterwards,
                (watched + " " + ended).strip()));
    }

    /** What all nodes show once they show the same; what they show if they never do. */
    private List<Replica> rest(String moment) {
        try {
            return await().atMost(90, SECONDS).until(() -> look(moment), Campaign::isAlike);
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            return look(moment);
        }
    }

    private List<Replica> look(String moment) {
        return cluster.clients().stream()
                .flatMap(node -> look(node, moment).stream())
                .toList();
    }

    private static Optional<Replica> look(NodeClient node, String moment) {
        Optional<Map<String, Integer>> instances = node.instances();
        Optional<JsonObject> config = node.get("config?environment=" + NodeClient.ENVIRONMENT);
        return instances.flatMap(all -> config.map(value -> new Replica(
                node.name(), moment, all, value.getInteger("heartbeat_timeout"), value.getLong("revision"))));
    }

    private static boolean isAlike(List<Replica> all) {
        return all.size() == Cluster.NODES.size()
                && all.stream()
                                .map(r -> List.of(r.instances(), r.value()))
                                .distinct()
                                .count()
                        == 1;
    }
}
