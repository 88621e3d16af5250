package io.lotse.ledger;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.vertx.core.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Changes;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.RangeRequest;
import io.lotse.contracts.ledger.Voter;

import static io.lotse.ledger.Commands.mutate;
import static io.lotse.ledger.Commands.put;
import static io.lotse.ledger.StoreConformance.SOON;
import static io.lotse.ledger.StoreConformance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Voters that lag, run out of disk, or come back to a log that broke off. */
class VoterFaultsTest {
    private static final LedgerConfig.Limits OFTEN =
            new LedgerConfig.Limits(1_000, 1 << 20, 50, 0, Duration.ofSeconds(3));

    @TempDir
    private Path folder;

    private Mesh mesh;

    @AfterEach
    void close() {
        mesh.close();
    }

    private void mesh(int voters, LedgerConfig.Limits limits) {
        mesh = new Mesh(folder, voters, limits);
        mesh.names().forEach(mesh::start);
        mesh.awaitReadable();
    }

    private Store first() {
        return mesh.store(mesh.names().get(0));
    }

    private void commit(Store store, int from, int to) {
        List<Future<Outcome>> made = Stream.iterate(from, i -> i < to, i -> i + 1)
                .map(i -> store.commit(mutate(put("key/" + i, i))))
                .toList();
        made.forEach(StoreConformance::get);
    }

    private List<Entry> all(Store store) {
        return get(store.range(new RangeRequest("", null, 10_000))).entries();
    }

    @Test
    void aVoterThatMissedMoreThanTheLogHoldsIsBroughtUpByASnapshot() {
        mesh(3, OFTEN);
        commit(first(), 0, 10);
        String lagging = mesh.names().stream()
                .filter(n -> !n.equals(first().status().leader()))
                .reduce((a, b) -> b)
                .orElseThrow();
        mesh.stop(lagging);
        Store leader = mesh.store(first().status().leader());
        for (int i = 10; i < 300; i += 10) {
            commit(leader, i, i + 10);
        }
        Store back = mesh.start(lagging);
        await().atMost(SOON.multipliedBy(2))
                .until(() -> back.status().revision() == leader.status().revision());
        assertThat(all(back)).isEqualTo(all(leader)).hasSize(300);
    }

    @Test
    void aVoterOpensItsSnapshotAndItsLog() {
        mesh(1, OFTEN);
        for (int i = 0; i < 170; i += 10) {
            commit(first(), i, i + 10);
        }
        List<Entry> before = all(first());
        mesh.stop(mesh.names().get(0));
        mesh.start(mesh.names().get(0));
        assertThat(all(first())).isEqualTo(before).hasSize(170);
        assertThat(get(first().commit(mutate(put("later", 1)))).revision()).isEqualTo(171);
    }

    @Test
    void aClientNoticesThatTheLedgerWasRestoredFromABackup() throws IOException {
        mesh(1, LedgerConfig.Limits.DEFAULT);
        String node = mesh.names().get(0);
        commit(first(), 0, 10);
        Path backup = folder.resolve("backup");
        copyTree(mesh.dataOf(node), backup);
        commit(first(), 10, 20);
        Store client = mesh.client("client");
        await().atMost(SOON).until(() -> client.status().revision() == 20);

        mesh.stop(node);
        Files.move(mesh.dataOf(node), folder.resolve("lost"));
        Files.move(backup, mesh.dataOf(node));
        mesh.start(node);

        await().atMost(SOON)
                .until(() -> client.status().inTouch() && client.status().revision() == 10);
        List<Changes> told = new CopyOnWriteArrayList<>();
        client.onChange(told::add);
        get(client.commit(mutate(put("later", 1))));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(told).singleElement().satisfies(c -> assertThat(c.revision())
                        .isEqualTo(11)));
    }

    @Test
    void aVoterThatWasKilledIsNotReadBeforeItHasAppliedItsLog() throws IOException {
        mesh(1, LedgerConfig.Limits.DEFAULT);
        String node = mesh.names().get(0);
        commit(first(), 0, 3_000);
        Path copy = folder.resolve("killed");
        copyTree(mesh.dataOf(node), copy);
        List<Voter> voters = mesh.ledger().voters();
        mesh.stop(node);
        VoterStore store = VoterNodes.open(copy, node, voters, LedgerConfig.Limits.DEFAULT, e -> {});
        assertThat(all(store)).hasSize(3_000);
        get(store.close());
    }

    @Test
    void aWriteThatBrokeOffAtTheEndOfTheLogIsNoHindrance() throws IOException {
        mesh(1, LedgerConfig.Limits.DEFAULT);
        String node = mesh.names().get(0);
        commit(first(), 0, 20);
        Path copy = folder.resolve("killed");
        copyTree(mesh.dataOf(node), copy);
        mesh.stop(node);
        breakOff(copy);
        VoterStore store = VoterNodes.open(copy, node, mesh.ledger().voters(), LedgerConfig.Limits.DEFAULT, e -> {});
        assertThat(all(store)).hasSize(20);
        assertThat(get(store.commit(mutate(put("later", 1)))).succeeded()).isTrue();
        get(store.close());
    }

    @Test
    void damageInTheMiddleOfTheLogIsRefused() throws IOException {
        mesh(1, LedgerConfig.Limits.DEFAULT);
        String node = mesh.names().get(0);
        commit(first(), 0, 20);
        Path copy = folder.resolve("damaged");
        copyTree(mesh.dataOf(node), copy);
        List<Voter> voters = mesh.ledger().voters();
        mesh.stop(node);
        Path log = openLog(copy);
        byte[] bytes = Files.readAllBytes(log);
        bytes[writtenEnd(bytes) / 2] ^= 1;
        Files.write(log, bytes);
        assertThatThrownBy(() -> VoterNodes.open(copy, node, voters, LedgerConfig.Limits.DEFAULT, e -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot open the log");
    }

    @Test
    void writesAreRefusedWhereTheDiskIsAlmostFull() {
        mesh(1, new LedgerConfig.Limits(1_000, 1 << 20, 50, Long.MAX_VALUE, Duration.ofSeconds(3)));
        assertThatThrownBy(() -> commit(first(), 0, 1)).isInstanceOfSatisfying(ContractException.class, e -> {
            assertThat(e.code()).isEqualTo(ProblemCode.LEDGER_UNAVAILABLE);
            assertThat(e).hasMessageContaining("disk");
        });
        assertThat(all(first())).isEmpty();
    }

    /** The beginning of a further entry: what is on the disk when the machine stops in the middle of a write. */
    private static void breakOff(Path data) throws IOException {
        Path log = openLog(data);
        byte[] bytes = Files.readAllBytes(log);
        int end = writtenEnd(bytes);
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.seek(end);
            file.write(bytes, 8, 20);
        }
    }

    private static Path openLog(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(f -> f.getFileName().toString().startsWith("log_inprogress"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static int writtenEnd(byte[] log) {
        int end = log.length;
        while (log[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!file.getFileName().toString().equals("in_use.lock")) {
                    Files.copy(file, target);
                }
            }
        }
    }
}
