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
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.util.ExitUtils;
import org.apache.ratis.util.JavaUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.contracts.ledger.Voter;

/** The voter in this process. */
final class RaftVoter {
    private static final Logger LOG = LoggerFactory.getLogger(RaftVoter.class);

    static {
        keepProcess();
    }

    private final RaftServer server;
    private final LedgerStateMachine machine;

    private RaftVoter(RaftServer server, LedgerStateMachine machine) {
        this.server = server;
        this.machine = machine;
    }

    /**
     * Opens the log, or founds it in an empty folder; blocks.
     *
     * @throws BindException if the port is taken
     * @throws IOException if the log cannot be read
     */
    static RaftVoter start(
            String node,
            LedgerFolder folder,
            LedgerDescriptor ledger,
            LedgerConfig.Limits limits,
            Consumer<Throwable> onLost)
            throws IOException {
        RaftAddress own = ledger.voters().stream()
                .filter(v -> v.node().equals(node))
                .map(v -> RaftAddress.parse(v.address()))
                .findFirst()
                .orElseThrow();
        DiskFloor floor = new DiskFloor(folder.path(), limits.freeDisk());
        LedgerStateMachine machine = new LedgerStateMachine(
                new KeyValueState(new ChangeHistory(limits.changes(), limits.changeBytes())), floor::hasRoom, onLost);
        try {
            TornLog.mend(folder.log(ledger.ledgerId()));
            RaftServer server = RaftServer.newBuilder()
                    .setServerId(RaftPeerId.valueOf(node))
                    .setGroup(group(ledger))
                    // formats an empty folder, and never a full one
                    .setOption(RaftStorage.StartupOption.RECOVER)
                    .setProperties(RaftSettings.ofVoter(
                            folder.raft(), own.listen(), ledger.voters().size(), limits.snapshotEvery()))
                    .setStateMachine(machine)
                    .build();
            RaftVoter voter = new RaftVoter(server, machine);
            voter.begin();
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
        return new IOException(
                "ledger: cannot open the log in " + folder.raft() + ": " + JavaUtils.unwrapCompletionException(e), e);
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

    /** Writes a snapshot and stops; blocks. */
    void close() {
        machine.expectClose();
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("event=voter_close_failed", e);
        }
    }
}
