package io.lotse.eventlog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.ratis.util.ExitUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.contracts.ledger.Voter;
import io.lotse.raft.LostVote;
import io.lotse.raft.Mark;
import io.lotse.raft.RaftAddress;
import io.lotse.raft.RaftSettings;
import io.lotse.raft.TornLog;

/**
 * This process's voter in the group that keeps the events: one of the ledger's voters, with a server, a port and a folder of
 * its own, so that neither group waits for the other's disk or runs into the other's bounds of memory.
 */
final class EventVoter {
    private static final Logger LOG = LoggerFactory.getLogger(EventVoter.class);
    /** A snapshot costs a sync and some kilobytes, and bounds the log that a start reads again. */
    private static final int SNAPSHOT_EVERY = 4_096;

    private static final String FOUNDED = "founded";

    private final RaftServer server;
    private final EventStateMachine machine;
    private final RaftGroupId group;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();

    private EventVoter(RaftServer server, EventStateMachine machine, RaftGroupId group) {
        this.server = server;
        this.machine = machine;
        this.group = group;
    }

    /** Opens the log, or founds it in an empty folder; blocks. Fails with words for people. */
    static EventVoter start(
            String node, Path folder, LedgerDescriptor ledger, EventDisk disk, Consumer<Throwable> onLost)
            throws IOException {
        UUID id = UUID.nameUUIDFromBytes(("events " + ledger.ledgerId()).getBytes(StandardCharsets.UTF_8));
        RaftGroupId group = RaftGroupId.valueOf(id);
        Path log = folder.resolve("raft").resolve(id.toString()).resolve("current");
        Path meta = log.resolve("raft-meta");
        requireLog(folder, meta);
        Files.createDirectories(folder);
        Mark applied = Mark.open(folder.resolve("applied"));
        Mark term = Mark.open(folder.resolve("term"));
        LostVote.mend(meta, term.get());
        TornLog.mend(log, applied.get(), ledger.voters().size() == 1);
        RaftAddress own = ledger.voters().stream()
                .filter(v -> v.node().equals(node))
                .map(EventVoter::address)
                .findFirst()
                .orElseThrow();
        EventStateMachine machine = new EventStateMachine(disk, applied, term, onLost);
        ExitUtils.disableSystemExit();
        RaftServer server = RaftServer.newBuilder()
                .setServerId(RaftPeerId.valueOf(node))
                .setGroup(RaftGroup.valueOf(group, peers(ledger.voters())))
                // formats an empty folder, and never a full one
                .setOption(RaftStorage.StartupOption.RECOVER)
                .setProperties(RaftSettings.ofVoter(
                        folder.resolve("raft"), own.listen(), ledger.voters().size(), SNAPSHOT_EVERY))
                .setStateMachine(machine)
                .build();
        EventVoter voter = new EventVoter(server, machine, group);
        voter.begin();
        Files.writeString(folder.resolve(FOUNDED), id.toString());
        LOG.info("event=event_log_opened address={} folder={}", own, folder);
        return voter;
    }

    /** What could not be started lets go of port and folder, so that it can be tried again. */
    private void begin() throws IOException {
        try {
            server.start();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** A voter must not come back empty under its old name: what it acknowledged would be gone. */
    private static void requireLog(Path folder, Path meta) throws IOException {
        if (Files.exists(folder.resolve(FOUNDED)) && !Files.exists(meta)) {
            throw new IOException("the log of events is missing from " + folder.resolve("raft") + ": restore it");
        }
    }

    private static RaftAddress address(Voter voter) {
        RaftAddress ledger = RaftAddress.parse(voter.address());
        return new RaftAddress(ledger.host(), EventLogConfig.portBeside(ledger.port()));
    }

    private static List<RaftPeer> peers(List<Voter> voters) {
        return voters.stream()
                .map(v -> RaftPeer.newBuilder()
                        .setId(v.node())
                        .setAddress(address(v).toString())
                        .build())
                .toList();
    }

    EventStateMachine machine() {
        return machine;
    }

    /** Whether it leads, and has applied all that was acknowledged before. */
    boolean leads() {
        DivisionInfo info = info();
        return info != null && info.isLeader() && info.isLeaderReady();
    }

    /** The node whose voter leads, as far as this one knows; null while none is known. */
    String leader() {
        DivisionInfo info = info();
        RaftPeerId leader = info == null ? null : info.getLeaderId();
        return leader == null ? null : leader.toString();
    }

    private DivisionInfo info() {
        try {
            return server.getDivision(group).getInfo();
        } catch (IOException closed) {
            return null;
        }
    }

    /** May block while the log's queue is full. */
    CompletableFuture<RaftClientReply> submit(byte[] command) {
        RaftClientRequest request = RaftClientRequest.newBuilder()
                .setClientId(client)
                .setServerId(server.getId())
                .setGroupId(group)
                .setCallId(calls.incrementAndGet())
                .setMessage(Message.valueOf(UnsafeByteOperations.unsafeWrap(command)))
                .setType(RaftClientRequest.writeRequestType())
                .build();
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
            LOG.warn("event=event_log_close_failed", e);
        }
    }
}
