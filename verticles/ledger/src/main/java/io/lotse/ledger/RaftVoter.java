package io.lotse.ledger;

import java.io.IOException;
import java.net.BindException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.util.ExitUtils;
import org.apache.ratis.util.JavaUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.contracts.ledger.Voter;
import io.lotse.raft.LostVote;
import io.lotse.raft.Mark;
import io.lotse.raft.RaftAddress;
import io.lotse.raft.RaftSettings;
import io.lotse.raft.TornLog;

/** The voter in this process. */
final class RaftVoter {
    private static final Logger LOG = LoggerFactory.getLogger(RaftVoter.class);

    static {
        keepProcess();
    }

    private final RaftServer server;
    private final LedgerStateMachine machine;
    private final DiskFloor floor;
    private final boolean torn;

    private RaftVoter(RaftServer server, LedgerStateMachine machine, DiskFloor floor, boolean torn) {
        this.server = server;
        this.machine = machine;
        this.floor = floor;
        this.torn = torn;
    }

    /**
     * Opens the log, or founds it in an empty folder; blocks.
     *
     * @param floor of the disk that the folder is on; it is closed with the voter
     * @throws BindException if the port is taken
     * @throws IOException if the log cannot be read
     */
    static RaftVoter start(
            String node,
            LedgerFolder folder,
            LedgerDescriptor ledger,
            LedgerConfig.Limits limits,
            DiskFloor floor,
            Consumer<Throwable> onLost)
            throws IOException {
        RaftAddress own = ledger.voters().stream()
                .filter(v -> v.node().equals(node))
                .map(v -> RaftAddress.parse(v.address()))
                .findFirst()
                .orElseThrow();
        ChangeHistory history = new ChangeHistory(limits.changes(), limits.changeBytes(), limits.changeAge());
        try {
            Mark applied = Mark.open(folder.appliedMark());
            Mark term = Mark.open(folder.termMark());
            LostVote.mend(folder.meta(ledger.ledgerId()), term.get());
            LedgerStateMachine machine = new LedgerStateMachine(new KeyValueState(history), floor, applied, onLost);
            boolean alone = ledger.voters().size() == 1;
            boolean torn = TornLog.mend(folder.log(ledger.ledgerId()), applied.get(), alone);
            RaftServer server = RaftServer.newBuilder()
                    .setServerId(RaftPeerId.valueOf(node))
                    .setGroup(group(ledger))
                    // formats an empty folder, and never a full one
                    .setOption(RaftStorage.StartupOption.RECOVER)
                    .setProperties(RaftSettings.ofVoter(
                            folder.raft(), own.listen(), ledger.voters().size(), limits.snapshotEvery()))
                    .setStateMachine(machine)
                    .build();
            RaftVoter voter = new RaftVoter(server, machine, floor, torn);
            floor.start();
            voter.begin();
            RaftServer.Division division = server.getDivision(groupId(ledger));
            floor.atEachLook(() -> keepTerm(division, term));
            LOG.info("event=voter_started ledger_id={} address={}", ledger.ledgerId(), own);
            return voter;
        } catch (IOException | RuntimeException e) {
            throw explained(e, folder);
        }
    }

    /** Ratis ends the process where it cannot start, and where any thread of the process fails: not in ours. */
    private static void keepProcess() {
        Thread.UncaughtExceptionHandler own = Thread.getDefaultUncaughtExceptionHandler();
        ExitUtils.disableSystemExit();
        Thread.setDefaultUncaughtExceptionHandler(own);
    }

    /** From memory: no term is on the disk before it is there. */
    private static void keepTerm(RaftServer.Division division, Mark kept) {
        long now = division.getInfo().getCurrentTerm();
        if (now > kept.get()) {
            kept.set(now);
        }
    }

    private void begin() throws IOException {
        try {
            server.start();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private static IOException explained(Exception e, LedgerFolder folder) {
        if (e instanceof BindException taken) {
            return taken;
        }
        Throwable failure = JavaUtils.unwrapCompletionException(e);
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new IOException(
                "ledger: cannot open the log in " + folder.raft() + ": " + failure
                        + (root == failure ? "" : ": " + root.getMessage())
                        + ": if it is damaged, the other voters go on without this one; under another --name and with"
                        + " --join the node takes part without a vote",
                e);
    }

    static RaftGroup group(LedgerDescriptor ledger) {
        return RaftGroup.valueOf(groupId(ledger), peers(ledger.voters()));
    }

    static RaftGroupId groupId(LedgerDescriptor ledger) {
        return RaftGroupId.valueOf(UUID.fromString(ledger.ledgerId()));
    }

    static List<RaftPeer> peers(List<Voter> voters) {
        return voters.stream()
                .map(v -> RaftPeer.newBuilder()
                        .setId(v.node())
                        .setAddress(v.address())
                        .build())
                .toList();
    }

    RaftPeerId id() {
        return server.getId();
    }

    boolean leads() {
        return machine.leads();
    }

    /** Whether the end of its log was cut off when it was opened. */
    boolean isTorn() {
        return torn;
    }

    LedgerStateMachine machine() {
        return machine;
    }

    /** Hands a request over; may block while the log's queue is full. */
    CompletableFuture<RaftClientReply> submit(RaftClientRequest request) {
        try {
            return server.submitClientRequestAsync(request);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Whether there is room for writes on its disk. */
    DiskFloor floor() {
        return floor;
    }

    /** Lets another voter lead in its place. */
    CompletableFuture<RaftClientReply> handOver(TransferLeadershipRequest request) {
        try {
            return server.transferLeadershipAsync(request);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Writes a snapshot and stops; blocks. */
    void close() {
        floor.close();
        machine.expectClose();
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("event=voter_close_failed", e);
        }
    }
}
