package io.lotse.ledger;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.RangeRequest;

import static io.lotse.ledger.Commands.mutate;
import static io.lotse.ledger.Commands.put;
import static io.lotse.ledger.StoreConformance.SOON;
import static io.lotse.ledger.StoreConformance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Three voters, whose disks are full and have room again. */
class HandoverTest {
    private static final long ROOM = LedgerConfig.Limits.DEFAULT.freeDisk();

    private final Map<String, AtomicLong> free = new ConcurrentHashMap<>();
    private int written;

    @TempDir
    private Path folder;

    private Mesh mesh;

    @BeforeEach
    void start() {
        mesh = new Mesh(folder, 3, LedgerConfig.Limits.DEFAULT);
        for (String node : mesh.names()) {
            AtomicLong disk = new AtomicLong(ROOM);
            free.put(node, disk);
            mesh.diskOf(node, disk::get);
        }
        mesh.names().forEach(mesh::start);
        mesh.awaitReadable();
    }

    @AfterEach
    void close() {
        mesh.close();
    }

    private Store store(String node) {
        return mesh.store(node);
    }

    /** The one that all voters that run hold for the leader. */
    private String leader() {
        return await().atMost(SOON)
                .until(
                        () -> mesh.names().stream()
                                .filter(n -> store(n) != null)
                                .map(n -> String.valueOf(store(n).status().leader()))
                                .distinct()
                                .reduce((a, b) -> "several")
                                .orElseThrow(),
                        mesh.names()::contains);
    }

    private void fill(String... nodes) {
        for (String node : nodes) {
            free.get(node).set(ROOM - 1);
        }
    }

    private void write(Store store) {
        get(store.commit(mutate(put("key/" + written, written++))));
    }

    /** A try that took too long on a busy machine has another answer, and is made again. */
    private void assertRefused(Store store) {
        await().atMost(SOON).untilAsserted(() -> assertThatThrownBy(() -> get(store.commit(mutate(put("refused", 1)))))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.LEDGER_DISK_FULL)));
    }

    private void assertReadable(Store store) {
        assertThat(get(store.range(new RangeRequest("", null, 10_000))).entries())
                .hasSize(written);
    }

    private String[] followers(String leader) {
        return mesh.names().stream().filter(n -> !n.equals(leader)).toArray(String[]::new);
    }

    @Test
    void aLeaderWithoutRoomHandsOverAndNoWriteIsRefused() {
        String former = leader();
        fill(former);

        await().atMost(SOON).until(() -> {
            mesh.names().forEach(n -> write(store(n)));
            String now = store(former).status().leader();
            return now != null && !now.equals(former);
        });

        mesh.names().forEach(n -> write(store(n)));
        assertThat(leader()).isNotEqualTo(former);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(store(former).status().storage())
                        .satisfies(s -> assertThat(s.hasRoom()).isFalse())
                        .satisfies(s -> assertThat(s.refusing()).isFalse()));
        assertReadable(store(former));
    }

    @Test
    void theVoterWithRoomIsChosen() {
        String former = leader();
        String[] followers = followers(former);
        fill(former, followers[0]);

        await().atMost(SOON).until(() -> leader().equals(followers[1]));

        write(store(former));
    }

    @Test
    void whereNoVoterHasRoomWritesAreRefusedUntilOneHas() {
        String leader = leader();
        write(store(leader));
        Store client = mesh.client("client");
        // the leader as the last one, or it would hand over before the next one is full
        String[] followers = followers(leader);
        fill(followers);
        await().atMost(SOON).until(() -> Stream.of(followers)
                .noneMatch(n -> store(n).status().storage().hasRoom()));
        fill(leader);
        await().atMost(SOON).until(() -> mesh.names().stream()
                .allMatch(n -> store(n).status().storage().refusing()));

        mesh.names().forEach(n -> assertRefused(store(n)));
        assertRefused(client);
        await().atMost(SOON)
                .until(() -> client.status().storage() != null
                        && client.status().storage().refusing());
        mesh.names().forEach(n -> assertReadable(store(n)));
        assertReadable(client);

        String emptied = followers(leader())[0];
        free.get(emptied).set(ROOM);
        await().atMost(SOON).until(() -> leader().equals(emptied));
        write(client);
        await().atMost(SOON).until(() -> mesh.names().stream()
                .noneMatch(n -> store(n).status().storage().refusing()));
    }

    @Test
    void aVoterWithoutRoomThatWasElectedLeadsUntilOneWithRoomIsBack() {
        String former = leader();
        String[] full = followers(former);
        fill(full);
        write(store(full[0]));
        mesh.stop(former);
        await().atMost(SOON).until(() -> !leader().equals(former));
        await().atMost(SOON).until(() -> store(leader()).status().storage().refusing());
        assertRefused(store(leader()));

        mesh.start(former);

        await().atMost(SOON).until(() -> leader().equals(former));
        write(store(full[1]));
        assertReadable(store(full[0]));
    }
}
