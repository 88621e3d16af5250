package io.lotse.ledger;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.MD5FileUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes snapshots beside the applying of commands, which a large state would hold up for seconds otherwise. One is under
 * way at a time; a file has its name only when it is whole and synced.
 */
final class SnapshotWriter {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotWriter.class);
    private static final String UNFINISHED = ".unfinished";
    /** After a failure: a full disk does not become empty by trying. */
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final SimpleStateMachineStorage storage;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(r -> {
        Thread writer = new Thread(r, "ledger-snapshot");
        writer.setDaemon(true);
        return writer;
    });
    private CompletableFuture<Long> writing;
    private long notBefore = System.nanoTime();

    SnapshotWriter(SimpleStateMachineStorage storage) {
        this.storage = storage;
    }

    /** Removes what was not finished when the process ended. */
    static void clean(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> unfinished =
                    files.filter(f -> f.toString().endsWith(UNFINISHED)).toList();
            for (Path file : unfinished) {
                Files.delete(file);
            }
        }
    }

    /**
     * Begins to write a state, unless a former one is under way.
     *
     * @return the index of one that was finished since the last call; {@link RaftLog#INVALID_LOG_INDEX} where none was
     * @throws IOException if one failed since the last call
     */
    long begin(StateSource state, TermIndex at) throws IOException {
        if (writing == null && System.nanoTime() - notBefore >= 0) {
            StateCopy copy = state.copy();
            writing = CompletableFuture.supplyAsync(() -> writeNext(() -> copy, at), thread);
            // however fast it is: what becomes of it is for the next call
            return RaftLog.INVALID_LOG_INDEX;
        }
        if (writing == null || !writing.isDone()) {
            return RaftLog.INVALID_LOG_INDEX;
        }
        long index = finished();
        // another voter's may have been taken over meanwhile
        return isNewest(index) ? index : RaftLog.INVALID_LOG_INDEX;
    }

    /** Writes a state on the calling thread, which is Ratis's own, once none is under way. */
    long write(StateSource state, TermIndex at) throws IOException {
        // what becomes of a former one is told by nobody any more: this one is of a later state
        writing = null;
        try {
            return writeNext(state, at);
        } catch (CompletionException e) {
            throw failed(e);
        }
    }

    /** Makes the copy, when it is known to be wanted. */
    interface StateSource {
        StateCopy copy();
    }

    void close() {
        thread.shutdown();
    }

    /** What became of one that is no longer under way. */
    private long finished() throws IOException {
        try {
            return writing.getNow(RaftLog.INVALID_LOG_INDEX);
        } catch (CompletionException e) {
            notBefore = System.nanoTime() + REST_NANOS;
            throw failed(e);
        } finally {
            writing = null;
        }
    }

    private static IOException failed(CompletionException e) {
        return new IOException(
                "the ledger's snapshot cannot be written: " + e.getCause().getMessage(), e.getCause());
    }

    /** One after the other, also in memory: the copy is made when its turn has come. An older state is not written. */
    private synchronized long writeNext(StateSource state, TermIndex at) {
        SingleFileSnapshotInfo newest = storage.getLatestSnapshot();
        return newest != null && newest.getIndex() >= at.getIndex() ? at.getIndex() : write(state.copy(), at);
    }

    private long write(StateCopy state, TermIndex at) {
        long startedAt = System.nanoTime();
        File file = storage.getSnapshotFile(at.getTerm(), at.getIndex());
        File unfinished = new File(file.getPath() + UNFINISHED);
        try {
            MD5Hash md5 = writeTo(unfinished, state);
            Files.move(unfinished.toPath(), file.toPath(), StandardCopyOption.ATOMIC_MOVE);
            MD5FileUtil.saveMD5File(file, md5);
            if (isNewest(at.getIndex())) {
                storage.updateLatestSnapshot(new SingleFileSnapshotInfo(new FileInfo(file.toPath(), md5), at));
            }
            LOG.info(
                    "event=snapshot_written index={} revision={} bytes={} took_ms={}",
                    at.getIndex(),
                    state.revision(),
                    file.length(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt));
            return at.getIndex();
        } catch (IOException e) {
            throw new CompletionException(e);
        } finally {
            unfinished.delete();
        }
    }

    private boolean isNewest(long index) {
        SingleFileSnapshotInfo newest = storage.getLatestSnapshot();
        return newest == null || newest.getIndex() <= index;
    }

    private static MD5Hash writeTo(File file, StateCopy state) throws IOException {
        try (FileOutputStream raw = new FileOutputStream(file);
                OutputStream out = new BufferedOutputStream(raw, 1 << 16)) {
            Snapshot.write(state, out);
            out.flush();
            raw.getFD().sync();
        }
        return MD5FileUtil.computeMd5ForFile(file);
    }
}
