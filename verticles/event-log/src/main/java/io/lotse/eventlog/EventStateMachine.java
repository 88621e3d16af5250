package io.lotse.eventlog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.FileListSnapshotInfo;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.ratis.util.LifeCycle;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.raft.Mark;

/** Ratis's hands on the topics: commands in, answers out, and what a voter that is far behind is to be sent. */
final class EventStateMachine extends BaseStateMachine {
    private final SimpleStateMachineStorage storage = new SimpleStateMachineStorage();
    private final EventDisk disk;
    private final Mark applied;
    private final Mark term;
    private final Consumer<Throwable> onLost;
    private volatile EventState state;
    private TopicFiles files;
    /** What the last snapshot speaks of. */
    private volatile List<Path> segments = List.of();

    private volatile Consumer<String> listener = topic -> {};
    private volatile boolean closeExpected;

    /**
     * @param disk whether events may be taken
     * @param applied told how far the log is applied
     * @param term told in which term that was
     * @param onLost told when the log can no longer be written or applied: the process must end
     */
    EventStateMachine(EventDisk disk, Mark applied, Mark term, Consumer<Throwable> onLost) {
        this.disk = disk;
        this.applied = applied;
        this.term = term;
        this.onLost = onLost;
    }

    void onChange(Consumer<String> told) {
        listener = told;
    }

    /** There once the log was opened. */
    EventState state() {
        return state;
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId group, RaftStorage raftStorage) throws IOException {
        getLifeCycle()
                .startAndTransition(
                        () -> {
                            super.initialize(server, group, raftStorage);
                            storage.init(raftStorage);
                            Path folder = storage.getSnapshotFile(0, 0).toPath().getParent();
                            files = new TopicFiles(folder);
                            EventState fresh = new EventState(files);
                            load(fresh, storage.getLatestSnapshot());
                            state = fresh;
                        },
                        IOException.class);
    }

    private void load(EventState into, SingleFileSnapshotInfo snapshot) throws IOException {
        if (snapshot == null) {
            into.read(null);
            return;
        }
        EventSnapshot.read(snapshot.getFile().getPath().toFile(), into);
        segments = into.paths();
        setLastAppliedTermIndex(snapshot.getTermIndex());
    }

    /** Another voter's files are about to be put in the place of these; told again with every piece of them that comes. */
    @Override
    public void pause() {
        if (getLifeCycleState() == LifeCycle.State.PAUSED) {
            return;
        }
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        getLifeCycle().transition(LifeCycle.State.PAUSED);
        try {
            state().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void reinitialize() throws IOException {
        load(state(), storage.loadLatestSnapshot());
        if (getLifeCycleState() == LifeCycle.State.PAUSED) {
            getLifeCycle().transition(LifeCycle.State.STARTING);
            getLifeCycle().transition(LifeCycle.State.RUNNING);
        }
        state().topics().forEach(topic -> listener.accept(topic.topic()));
    }

    @Override
    public StateMachineStorage getStateMachineStorage() {
        return storage;
    }

    /** With the files that hold the events: what another voter needs. */
    @Override
    public SnapshotInfo getLatestSnapshot() {
        SingleFileSnapshotInfo own = storage.getLatestSnapshot();
        if (own == null) {
            return null;
        }
        List<FileInfo> all = new ArrayList<>();
        segments.forEach(path -> all.add(new FileInfo(path, null)));
        all.add(own.getFile());
        return new FileListSnapshotInfo(all, own.getTermIndex());
    }

    /** Runs on the leader before anything is stored: what is refused here was certainly not made. */
    @Override
    public TransactionContext startTransaction(RaftClientRequest request) throws IOException {
        TransactionContext transaction = super.startTransaction(request);
        try {
            if (Wire.isAppend(request.getMessage().getContent().byteAt(0))) {
                disk.requireRoom();
            }
        } catch (EventDiskFullException e) {
            transaction.setException(e);
        }
        return transaction;
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto entry = transaction.getLogEntry();
        boolean asked = transaction.getServerRole() == RaftPeerRole.LEADER;
        ByteString bytes = entry.getStateMachineLogEntry().getLogData();
        Command command = Wire.command(bytes.toByteArray());
        Answer answer;
        try {
            answer = state().apply(command, asked);
        } catch (ContractException e) {
            answer = Answer.failed(e);
        } catch (IOException | UncheckedIOException e) {
            onLost.accept(e);
            return CompletableFuture.failedFuture(e);
        } catch (RuntimeException e) {
            // the same on every voter
            answer = Answer.failed(new ContractException(ProblemCode.INTERNAL, "the command cannot be applied: " + e));
        }
        updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
        applied.set(entry.getIndex());
        term.set(entry.getTerm());
        listener.accept(command.topic());
        return CompletableFuture.completedFuture(asked ? message(answer) : Message.EMPTY);
    }

    private static Message message(Answer answer) {
        return Message.valueOf(
                UnsafeByteOperations.unsafeWrap(ContractCodec.toBuffer(answer).getBytes()));
    }

    @Override
    public long takeSnapshot() throws IOException {
        EventSnapshot.write(state(), storage, getLastAppliedTermIndex());
        segments = state().paths();
        files.deleteDropped();
        return getLastAppliedTermIndex().getIndex();
    }

    @Override
    public void notifyLogFailed(Throwable cause, LogEntryProto failedEntry) {
        onLost.accept(cause);
    }

    /** This node closes the voter itself. */
    void expectClose() {
        closeExpected = true;
    }

    /** Ratis also closes what it could not apply or write. */
    @Override
    public void close() throws IOException {
        if (state != null) {
            state().close();
        }
        if (!closeExpected) {
            onLost.accept(new IllegalStateException("event log: the voter stopped after a failure, see the log"));
        }
    }
}
