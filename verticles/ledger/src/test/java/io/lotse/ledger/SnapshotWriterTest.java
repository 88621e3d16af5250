package io.lotse.ledger;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class SnapshotWriterTest {
    @TempDir
    private Path folder;

    private final KeyValueState state = new KeyValueState(new ChangeHistory(10, 1 << 20));
    private final Files storage = new Files();
    private final SnapshotWriter writer = new SnapshotWriter(storage);

    @AfterEach
    void stop() {
        storage.go.countDown();
        writer.close();
    }

    /** Snapshots in a folder; the first one is held up until it may go on. */
    private final class Files extends SimpleStateMachineStorage {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);
        private volatile SingleFileSnapshotInfo newest;
        private volatile String missing = "";

        @Override
        public File getSnapshotFile(long term, long index) {
            return folder.resolve(missing)
                    .resolve("snapshot." + term + "_" + index)
                    .toFile();
        }

        @Override
        public SingleFileSnapshotInfo getLatestSnapshot() {
            return newest;
        }

        @Override
        public SingleFileSnapshotInfo updateLatestSnapshot(SingleFileSnapshotInfo info) {
            begun.countDown();
            try {
                go.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            newest = info;
            return info;
        }
    }

    @Test
    void tellsOfASnapshotOnceItIsWrittenAndDoesNotWaitForIt() throws Exception {
        assertThat(writer.begin(state::copy, at(7))).isEqualTo(RaftLog.INVALID_LOG_INDEX);
        storage.begun.await();
        assertThat(writer.begin(state::copy, at(8))).as("one is under way").isEqualTo(RaftLog.INVALID_LOG_INDEX);
        storage.go.countDown();

        await().until(() -> writer.begin(state::copy, at(9)) == 7);
    }

    @Test
    void theLastOneIsWrittenAfterTheOneThatIsUnderWay() throws Exception {
        writer.begin(state::copy, at(7));
        storage.begun.await();
        AtomicInteger copies = new AtomicInteger();
        FutureTask<Long> last = new FutureTask<>(() -> writer.write(
                () -> {
                    copies.incrementAndGet();
                    return state.copy();
                },
                at(9)));
        Thread closing = new Thread(last);
        closing.start();
        await().until(() -> closing.getState() == Thread.State.BLOCKED);
        assertThat(copies).hasValue(0);

        storage.go.countDown();

        assertThat(last.get(60, TimeUnit.SECONDS)).isEqualTo(9);
        assertThat(storage.newest.getIndex()).isEqualTo(9);
        assertThat(folder.resolve("snapshot.1_9")).isNotEmptyFile();
    }

    @Test
    void theLastOneIsWrittenThoughTheOneBeforeFailed() throws Exception {
        storage.go.countDown();
        storage.missing = "no-such-folder";
        writer.begin(state::copy, at(7));
        assertThatThrownBy(() -> writer.write(state::copy, at(8)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the ledger's snapshot cannot be written: ");
        storage.missing = "";

        assertThat(writer.write(state::copy, at(9))).isEqualTo(9);
        assertThat(storage.newest.getIndex()).isEqualTo(9);
    }

    @Test
    void writesNoStateThatIsNoNewerThanTheNewest() throws Exception {
        storage.go.countDown();
        writer.write(state::copy, at(9));

        assertThat(writer.write(state::copy, at(9))).isEqualTo(9);
        assertThat(writer.write(state::copy, at(8))).isEqualTo(8);
        assertThat(storage.newest.getIndex()).isEqualTo(9);
        assertThat(folder.resolve("snapshot.1_8")).doesNotExist();
    }

    private static TermIndex at(long index) {
        return TermIndex.valueOf(1, index);
    }
}
