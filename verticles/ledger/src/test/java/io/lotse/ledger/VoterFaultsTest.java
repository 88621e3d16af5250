package io.lotse.ledger;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.vertx.core.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Changes;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.RangeRequest;
import io.lotse.contracts.ledger.Voter;
import io.lotse.raft.Mark;
import io.lotse.testfaults.FreePorts;

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
            new LedgerConfig.Limits(1_000, 1 << 20, Duration.ofHours(1), 50, 0, Duration.ofSeconds(3));

    private static final LedgerConfig.Limits LIMITS_NEVER_MET =
            new LedgerConfig.Limits(1_000, 1 << 20, Duration.ofHours(1), 50, Long.MAX_VALUE, Duration.ofSeconds(3));

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

    private String follower() {
        String leader = first().status().leader();
        return mesh.names().stream()
                .filter(n -> !n.equals(leader))
                .reduce((a, b) -> b)
                .orElseThrow();
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
        String lagging = follower();
        mesh.stop(lagging);
        Store leader = mesh.store(first().status().leader());
        for (int i = 10; i < 300; i += 10) {
            commit(leader, i, i + 10);
        }
        Store back = mesh.start(lagging);
        await().atMost(SOON)
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
    void aVoterThatLostTheEndOfItsLogIsBroughtUpThoughItHadAcknowledgedIt() throws IOException {
        mesh(3, LedgerConfig.Limits.DEFAULT);
        commit(first(), 0, 20);
        Store leader = mesh.store(first().status().leader());
        String torn = follower();
        await().atMost(SOON).until(() -> mesh.store(torn).status().revision() == 20);
        Path copy = folder.resolve("torn");
        copyTree(mesh.dataOf(torn), copy);
        mesh.stop(torn);
        Path log = openLog(copy);
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.setLength(writtenEnd(Files.readAllBytes(log)) - 5);
        }
        Files.move(mesh.dataOf(torn), folder.resolve("whole"));
        Files.move(copy, mesh.dataOf(torn));
        Store back = mesh.start(torn);

        await().atMost(SOON)
                .until(() -> back.status().inTouch() && back.status().revision() == 20);
        assertThat(all(back)).isEqualTo(all(leader)).hasSize(20);
    }

    @Test
    void aVoterThatForgotWhomItVotedForComesBackAndTheOthersFollowItsTerm() throws IOException {
        mesh(3, LedgerConfig.Limits.DEFAULT);
        commit(first(), 0, 20);
        String forgetful = follower();
        await().atMost(SOON)
                .until(() -> Mark.open(new LedgerFolder(mesh.dataOf(forgetful)).termMark())
                                .get()
                        > 0);
        mesh.stop(forgetful);
        Files.write(metaOf(forgetful), new byte[0]);

        Store back = mesh.start(forgetful);

        await().atMost(SOON)
                .until(() -> back.status().inTouch() && back.status().revision() == 20);
        await().atMost(SOON)
                .until(() -> get(back.commit(mutate(put("later", 1)))
                        .map(Outcome::succeeded)
                        .otherwise(false)));
        for (String node : mesh.names()) {
            await().atMost(SOON).until(() -> all(mesh.store(node)).size() == 21);
            assertThat(Files.readString(metaOf(node))).containsPattern("term=10485\\d\\d");
        }
    }

    @Test
    void aVoterThatForgotItsTermAltogetherIsRefusedAndSaysWhatToDo() throws IOException {
        mesh(1, LedgerConfig.Limits.DEFAULT);
        String node = mesh.names().get(0);
        commit(first(), 0, 1);
        mesh.stop(node);
        Files.write(metaOf(node), new byte[0]);
        Files.delete(new LedgerFolder(mesh.dataOf(node)).termMark());
        assertThatThrownBy(() -> VoterNodes.open(
                        mesh.dataOf(node), node, mesh.ledger().voters(), LedgerConfig.Limits.DEFAULT, e -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("raft-meta is empty or torn")
                .hasMessageContaining("restore that file");
    }

    private Path metaOf(String node) {
        return new LedgerFolder(mesh.dataOf(node)).meta(mesh.ledger().ledgerId());
    }

    @Test
    void damageInTheMiddleOfTheLogIsRefusedAndNotCut() throws IOException {
        mesh(1, LedgerConfig.Limits.DEFAULT);
        commit(first(), 0, 20);
        assertRefused("cannot open the log", bytes -> bytes[writtenEnd(bytes) / 2] ^= 1);
    }

    @Test
    void writesAreRefusedWhereTheDiskIsAlmostFull() {
        mesh(1, LIMITS_NEVER_MET);
        assertThatThrownBy(() -> commit(first(), 0, 1)).isInstanceOfSatisfying(ContractException.class, e -> {
            assertThat(e.code()).isEqualTo(ProblemCode.LEDGER_DISK_FULL);
            assertThat(e)
                    .hasMessageContaining(
                            "MB are free on the disk of voter " + mesh.names().get(0))
                    .hasMessageContaining(mesh.dataOf(mesh.names().get(0)).toString())
                    .hasMessageContaining("--ledger-disk-floor");
        });
        assertThat(all(first())).isEmpty();
    }

    @Test
    void aNodeWithoutAVoteHearsWhyAWriteIsRefused() {
        mesh(1, LIMITS_NEVER_MET);
        Store client = mesh.client("client");
        await().atMost(SOON).until(() -> client.status().inTouch());
        assertThatThrownBy(() -> commit(client, 0, 1))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.LEDGER_DISK_FULL));
        assertThat(client.status().storage().refusing()).isTrue();
    }

    @Test
    void aClientThatHearsWhereItsVotersAreNowGoesOnWithThem() {
        mesh(1, LedgerConfig.Limits.DEFAULT);
        Voter voter = mesh.ledger().voters().get(0);
        Voter before = new Voter(voter.node(), "127.0.0.1:" + FreePorts.next());
        LedgerDescriptor moved =
                new LedgerDescriptor(mesh.ledger().ledgerId(), mesh.ledger().kind(), List.of(before));
        ClientStore client = new ClientStore("client", moved, e -> {});
        List<Changes> told = new CopyOnWriteArrayList<>();
        client.onChange(told::add);
        assertThat(client.status().inTouch()).isFalse();

        client.moveTo(mesh.ledger());

        await().atMost(SOON).until(() -> client.status().inTouch());
        assertThat(get(client.commit(mutate(put("later", 1)))).succeeded()).isTrue();
        await().atMost(SOON).until(() -> !told.isEmpty());
        assertThat(client.describe()).isEqualTo(mesh.ledger());
        get(client.close());
    }

    @Test
    void aSectorThatBecameEmptyInWhatWasAcknowledgedIsRefusedAndNotCut() throws IOException {
        mesh(1, LedgerConfig.Limits.DEFAULT);
        commit(first(), 0, 100);
        assertRefused("is damaged or gone", bytes -> {
            int sector = writtenEnd(bytes) / 2 / 512 * 512;
            Arrays.fill(bytes, sector, sector + 512, (byte) 0);
        });
    }

    @Test
    void aLastEntryThatWasAcknowledgedAndIsDamagedIsRefusedAndNotCut() throws IOException {
        mesh(1, LedgerConfig.Limits.DEFAULT);
        commit(first(), 0, 20);
        assertRefused("is damaged or gone", bytes -> bytes[writtenEnd(bytes) - 1] ^= 1);
    }

    @Test
    void aDamagedSnapshotIsRefused() throws IOException {
        mesh(1, OFTEN);
        String node = mesh.names().get(0);
        for (int i = 0; i < 170; i += 10) {
            commit(first(), i, i + 10);
        }
        mesh.stop(node);
        List<Path> snapshots = files(mesh.dataOf(node), "snapshot\\.\\d+_\\d+");
        assertThat(snapshots).isNotEmpty();
        for (Path snapshot : snapshots) {
            byte[] bytes = Files.readAllBytes(snapshot);
            bytes[bytes.length / 2] ^= 1;
            Files.write(snapshot, bytes);
        }
        assertThatThrownBy(() -> VoterNodes.open(
                        mesh.dataOf(node), node, mesh.ledger().voters(), LedgerConfig.Limits.DEFAULT, e -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot open the log");
    }

    @Test
    void whatIsOnTheDiskStaysWithinBounds() throws IOException {
        mesh(1, OFTEN);
        Path data = mesh.dataOf(mesh.names().get(0));
        for (int i = 0; i < 3_000; i += 100) {
            commit(first(), i % 500, i % 500 + 100);
        }
        await().atMost(SOON).untilAsserted(() -> {
            commit(first(), 0, 1);
            assertThat(files(data, "snapshot\\.\\d+_\\d+")).hasSizeLessThanOrEqualTo(2);
            assertThat(files(data, ".*unfinished")).isEmpty();
            assertThat(files(data, "log_.*")).hasSizeLessThanOrEqualTo(2);
        });
    }

    private void assertRefused(String message, Consumer<byte[]> damage) throws IOException {
        String node = mesh.names().get(0);
        Path copy = folder.resolve("damaged");
        copyTree(mesh.dataOf(node), copy);
        List<Voter> voters = mesh.ledger().voters();
        mesh.stop(node);
        Path log = openLog(copy);
        byte[] bytes = Files.readAllBytes(log);
        damage.accept(bytes);
        Files.write(log, bytes);
        assertThatThrownBy(() -> VoterNodes.open(copy, node, voters, LedgerConfig.Limits.DEFAULT, e -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
        assertThat(Files.readAllBytes(log)).isEqualTo(bytes);
    }

    private static List<Path> files(Path under, String name) throws IOException {
        try (Stream<Path> files = Files.walk(under)) {
            return files.filter(f -> f.getFileName().toString().matches(name)).toList();
        }
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
