package io.lotse.ledger;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.exceptions.StateMachineException;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Changes;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.raft.Mark;

/** Ratis's hands on the state: commands in, answers out, snapshots to disk and back. */
final class LedgerStateMachine extends BaseStateMachine {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerStateMachine.class);

    private final SimpleStateMachineStorage storage = new SimpleStateMachineStorage();
    private final KeyValueState state;
    private final DiskFloor disk;
    private final Mark applied;
    private final SnapshotWriter snapshots = new SnapshotWriter(storage);
    private final Consumer<Throwable> onLost;
    private volatile Consumer<Changes> listener;
    private volatile boolean closeExpected;
    private volatile CompletableFuture<Void> nextChange = new CompletableFuture<>();

    /**
     * @param disk whether writes may be taken
     * @param applied told how far the log is applied
     * @param onLost told when the log can no longer be written or applied: the process must end
     */
    LedgerStateMachine(KeyValueState state, DiskFloor disk, Mark applied, Consumer<Throwable> onLost) {
        this.state = state;
        this.disk = disk;
        this.applied = applied;
        this.onLost = onLost;
    }

    void onChange(Consumer<Changes> told) {
        listener = told;
    }

    KeyValueState state() {
        return state;
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId group, RaftStorage raftStorage) throws IOException {
        getLifeCycle()
                .startAndTransition(
                        () -> {
                            super.initialize(server, group, raftStorage);
                            storage.init(raftStorage);
                            SnapshotWriter.clean(
                                    storage.getSnapshotFile(0, 0).toPath().getParent());
                            load(storage.getLatestSnapshot());
                        },
                        IOException.class);
    }

    @Override
    public void pause() {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        getLifeCycle().transition(LifeCycle.State.PAUSED);
    }

    @Override
    public void reinitialize() throws IOException {
        load(storage.loadLatestSnapshot());
        if (getLifeCycleState() == LifeCycle.State.PAUSED) {
            getLifeCycle().transition(LifeCycle.State.STARTING);
            getLifeCycle().transition(LifeCycle.State.RUNNING);
        }
        wake();
    }

    @Override
    public StateMachineStorage getStateMachineStorage() {
        return storage;
    }

    /** Runs on the leader before anything is stored: what is refused here was certainly not made. */
    @Override
    public TransactionContext startTransaction(RaftClientRequest request) throws IOException {
        TransactionContext transaction = super.startTransaction(request);
        try {
            disk.requireRoom();
        } catch (DiskFullException e) {
            transaction.setException(e);
        }
        return transaction;
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto entry = transaction.getLogEntry();
        long before = state.revision();
        Reply reply = apply(entry);
        updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
        applied.set(entry.getIndex());
        if (state.revision() > before) {
            tell(before);
        }
        boolean asked = transaction.getServerRole() == RaftPeerRole.LEADER;
        return CompletableFuture.completedFuture(asked ? Wire.message(reply) : Message.EMPTY);
    }

    private Reply apply(LogEntryProto entry) {
        try {
            Command command = Wire.read(entry.getStateMachineLogEntry().getLogData(), Command.class);
            Outcome outcome = state.apply(command);
            return Reply.of(outcome);
        } catch (ContractException e) {
            return Reply.failed(e);
        } catch (RuntimeException e) {
            // the same on every voter, and nothing was changed
            LOG.error("event=command_failed index={}", entry.getIndex(), e);
            return Reply.failed(new ContractException(ProblemCode.INTERNAL, "the command cannot be applied: " + e));
        }
    }

    private void tell(long before) {
        Consumer<Changes> told = listener;
        if (told != null) {
            told.accept(state.changes(before));
        }
        wake();
    }

    private void wake() {
        CompletableFuture<Void> now = nextChange;
        nextChange = new CompletableFuture<>();
        now.completeAsync(() -> null);
    }

    /** Ratis lets a single voter that has just started answer before it has applied its log: that is refused here. */
    @Override
    public CompletableFuture<Message> query(Message request) {
        DivisionInfo info =
                VoterStatus.division(getServer().getNow(null), getGroupId()).getInfo();
        if (info.isLeader() && !info.isLeaderReady()) {
            return CompletableFuture.failedFuture(new StateMachineException("the leader has not applied its log yet"));
        }
        return CompletableFuture.completedFuture(Wire.message(answer(Wire.read(request.getContent(), Query.class))));
    }

    /** What this voter knows; where that is asked for, it waits for more. */
    @Override
    public CompletableFuture<Message> queryStale(Message request, long minIndex) {
        Query query = Wire.read(request.getContent(), Query.class);
        if (query.changesAfter() != null && query.waitMillis() > 0) {
            CompletableFuture<Void> next = nextChange;
            if (state.revision() <= query.changesAfter()) {
                // a copy, so that one that ends for want of time leaves the others waiting
                return next.copy()
                        .completeOnTimeout(null, query.waitMillis(), TimeUnit.MILLISECONDS)
                        .thenApplyAsync(v -> Wire.message(answer(query)));
            }
        }
        return CompletableFuture.completedFuture(Wire.message(answer(query)));
    }

    private Reply answer(Query query) {
        try {
            if (query.range() != null) {
                return Reply.of(state.range(query.range()));
            } else if (query.outcome() != null) {
                return Reply.of(state.outcome(query.outcome()));
            }
            return Reply.of(state.changes(query.changesAfter()), status());
        } catch (ContractException e) {
            return Reply.failed(e);
        }
    }

    boolean leads() {
        return VoterStatus.division(getServer().getNow(null), getGroupId())
                .getInfo()
                .isLeader();
    }

    /** How this voter stands. */
    VoterStatus status() {
        return VoterStatus.of(getServer().getNow(null), getGroupId(), state, disk.storage());
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
    public void close() {
        snapshots.close();
        if (!closeExpected) {
            onLost.accept(new IllegalStateException("ledger: the voter stopped after a failure, see the log"));
        }
    }

    /** Begins to write one, and tells of the one before; at the end of the process it waits until it is written. */
    @Override
    public long takeSnapshot() throws IOException {
        TermIndex last = getLastAppliedTermIndex();
        return closeExpected ? snapshots.write(state::copy, last) : snapshots.begin(state::copy, last);
    }

    private void load(SingleFileSnapshotInfo snapshot) throws IOException {
        if (snapshot == null) {
            return;
        }
        File file = snapshot.getFile().getPath().toFile();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file.toPath()), 1 << 16)) {
            Snapshot.read(in, state);
        } catch (IOException e) {
            throw new IOException("the ledger's snapshot " + file + " cannot be read: " + e.getMessage(), e);
        }
        setLastAppliedTermIndex(snapshot.getTermIndex());
    }
}
