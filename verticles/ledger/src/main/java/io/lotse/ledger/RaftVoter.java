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
import org.apache.ratis.util.JavaUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.contracts.ledger.Voter;

/** The voter in this process. */
final class RaftVoter {
    private static final Logger LOG = LoggerFactory.getLogger(RaftVoter.class);

    private final RaftServer server;
    private final LedgerStateMachine machine;

    private RaftVoter(RaftServer server, LedgerStateMachine machine) {
        this.server = server;
        this.machine = machine;
    }

    /**
     * Opens the log, or founds it in an empty folder; blocks.
     *
     * @throws IllegalStateException if the port is taken or the log cannot be read
     */
    static RaftVoter start(
            String node,
            LedgerFolder folder,
            LedgerDescriptor ledger,
            LedgerConfig.Limits limits,
            Consumer<Throwable> onLost) {
        RaftAddress own = ledger.voters().stream()
                .filter(v -> v.node().equals(node))
                .map(v -> RaftAddress.parse(v.address()))
                .findFirst()
                .orElseThrow();
        DiskFloor floor = new DiskFloor(folder.path(), limits.freeDisk());
        LedgerStateMachine machine = new LedgerStateMachine(
                new KeyValueState(new ChangeHistory(limits.changes(), limits.changeBytes())), floor::hasRoom, onLost);
        try {
            RaftServer server = RaftServer.newBuilder()
                    .setServerId(RaftPeerId.valueOf(node))
                    .setGroup(group(ledger))
                    // formats an empty folder, and never a full one
                    .setOption(RaftStorage.StartupOption.RECOVER)
                    .setProperties(RaftSettings.ofVoter(
                            folder.raft(), own, ledger.voters().size(), limits.snapshotEvery()))
                    .setStateMachine(machine)
                    .build();
            server.start();
            LOG.info("event=voter_started ledger_id={} address={}", ledger.ledgerId(), own);
            return new RaftVoter(server, machine);
        } catch (IOException | RuntimeException e) {
            throw explained(e, own, folder);
        }
    }

    private static IllegalStateException explained(Exception e, RaftAddress own, LedgerFolder folder) {
        Throwable cause = JavaUtils.unwrapCompletionException(e);
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof BindException) {
                return new IllegalStateException(
                        "ledger: the Raft port " + own
                                + " is taken; a voter's port never changes: stop what listens there",
                        t);
            }
        }
        return new IllegalStateException("ledger: cannot open the log in " + folder.raft() + ": " + cause, e);
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
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("event=voter_close_failed", e);
        }
    }
}
