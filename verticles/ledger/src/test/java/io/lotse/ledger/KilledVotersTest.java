package io.lotse.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.vertx.core.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.RangeRequest;
import io.lotse.contracts.ledger.Transaction;

import static io.lotse.ledger.Commands.NOON;
import static io.lotse.ledger.Commands.asked;
import static io.lotse.ledger.Commands.put;
import static io.lotse.ledger.StoreConformance.SOON;
import static io.lotse.ledger.StoreConformance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Voters in processes of their own, killed with -9: what was acknowledged stays, what was refused never appears. */
class KilledVotersTest {
    @TempDir
    private Path folder;

    private final List<VoterProcess> started = new ArrayList<>();

    @AfterEach
    void killWhatStillRuns() throws InterruptedException {
        for (VoterProcess voter : started) {
            voter.kill();
        }
    }

    @Test
    void aSingleVoterKeepsWhatItAcknowledged() throws IOException, InterruptedException {
        Mesh mesh = new Mesh(folder, 1, Mesh.LIMITS);
        String node = mesh.names().get(0);
        VoterProcess voter = start(mesh, node, "key/");
        await().atMost(SOON).until(() -> voter.acknowledged().size() >= 100 || !voter.isAlive());
        voter.kill();
        assertThat(voter.acknowledged()).hasSizeGreaterThanOrEqualTo(100);
        Store store = mesh.start(node);
        assertThat(keys(store, "key/")).containsAll(voter.acknowledged());
        mesh.close();
    }

    @Test
    void threeVotersGoOnWithoutTheirLeaderAndRefuseWithoutAMajority() throws IOException, InterruptedException {
        Mesh mesh = new Mesh(folder, 3, Mesh.LIMITS);
        Map<String, VoterProcess> voters = startAll(mesh);
        Store client = mesh.client("client");
        Set<String> acknowledged = new HashSet<>();
        commitUntilMade(client, "before", acknowledged);
        String leader = client.status().leader();

        voters.get(leader).kill();
        commitUntilMade(client, "after", acknowledged);

        String next =
                mesh.names().stream().filter(n -> !n.equals(leader)).findFirst().orElseThrow();
        voters.get(next).kill();
        Set<String> refused = new HashSet<>();
        await().atMost(SOON).until(() -> isRefused(client, "minority/" + System.nanoTime(), refused));
        for (VoterProcess voter : voters.values()) {
            voter.kill();
            acknowledged.addAll(voter.acknowledged());
        }

        mesh.names().forEach(mesh::start);
        commitUntilMade(mesh.store(mesh.names().get(0)), "again", acknowledged);
        Set<String> kept = keys(client, "");
        assertThat(kept).containsAll(acknowledged).doesNotContainAnyElementsOf(refused);
        assertThat(keys(mesh.store(mesh.names().get(2)), "")).isEqualTo(kept);
        mesh.close();
    }

    private Map<String, VoterProcess> startAll(Mesh mesh) throws IOException {
        Map<String, VoterProcess> voters = new TreeMap<>();
        for (String node : mesh.names()) {
            voters.put(node, start(mesh, node, voters.isEmpty() ? "key/" : ""));
        }
        return voters;
    }

    private VoterProcess start(Mesh mesh, String node, String keys) throws IOException {
        VoterProcess voter =
                VoterProcess.start(mesh.dataOf(node), node, keys, mesh.ledger().voters());
        started.add(voter);
        return voter;
    }

    /** As a caller does: the same request id again, until there is an outcome. */
    private static void commitUntilMade(Store store, String key, Set<String> acknowledged) {
        Transaction transaction = asked("request-" + key, null, NOON, put(key, 1));
        await().atMost(SOON)
                .until(() ->
                        get(store.commit(transaction).map(Outcome::succeeded).otherwise(false)));
        acknowledged.add(key);
    }

    /** Whether the commit was refused for certain; one whose outcome is unknown is neither. */
    private static boolean isRefused(Store store, String key, Set<String> refused) {
        return get(store.commit(asked("request-" + key, null, NOON, put(key, 1)))
                .map(false)
                .recover(e -> {
                    ProblemCode code = ((ContractException) e).code();
                    assertThat(code).isIn(ProblemCode.LEDGER_UNAVAILABLE, ProblemCode.OUTCOME_UNKNOWN);
                    boolean certain = code == ProblemCode.LEDGER_UNAVAILABLE;
                    if (certain) {
                        refused.add(key);
                    }
                    return Future.succeededFuture(certain);
                }));
    }

    private static Set<String> keys(Store store, String prefix) {
        await().atMost(SOON)
                .until(() ->
                        get(store.range(new RangeRequest("", null, 1)).map(true).otherwise(false)));
        List<Entry> entries = get(store.range(new RangeRequest(prefix, null, RangeRequest.MAX_LIMIT)))
                .entries();
        return entries.stream().map(Entry::key).collect(Collectors.toSet());
    }
}
