package io.lotse.ledger;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.protocol.exceptions.AlreadyClosedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.raft.RaftSettings;

/** One call to one voter: in process where it is the own one, else over the network. No retries here. */
final class VoterCalls {
    private static final Logger LOG = LoggerFactory.getLogger(VoterCalls.class);

    private static final long STEP_DOWN_TIMEOUT_MILLIS = 3_000;

    private final RaftGroupId group;
    private final RaftVoter own;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();
    private final RaftClientRpc rpc;
    private final Map<RaftPeerId, AtomicLong> connections = new ConcurrentHashMap<>();
    // sending may wait for room in a queue, closing for a peer that is silent: neither on an event loop
    private final ExecutorService sending = Executors.newSingleThreadExecutor(r -> daemon(r, "ledger-calls"));
    private final ExecutorService closing = Executors.newCachedThreadPool(r -> daemon(r, "ledger-closing"));

    /** @param own the voter in this process; null where there is none */
    VoterCalls(LedgerDescriptor ledger, RaftVoter own) {
        this.group = RaftVoter.groupId(ledger);
        this.own = own;
        this.rpc = new GrpcFactory(new Parameters()).newRaftClientRpc(client, RaftSettings.ofClient());
        rpc.addRaftPeers(RaftVoter.peers(ledger.voters()));
    }

    /** Fails with what Ratis or the network failed with. */
    CompletableFuture<Reply> call(RaftPeerId voter, RaftClientRequest.Type type, Message message) {
        RaftClientRequest request = RaftClientRequest.newBuilder()
                .setClientId(client)
                .setServerId(voter)
                .setGroupId(group)
                .setCallId(calls.incrementAndGet())
                .setMessage(message)
                .setType(type)
                .build();
        return own != null && own.id().equals(voter)
                ? handedOver(() -> own.submit(request)).thenApply(VoterCalls::read)
                : callFar(voter, request);
    }

    /** Asks a leading voter, another one, to lead no more; fails with what Ratis or the network failed with. */
    CompletableFuture<Void> stepDown(RaftPeerId leader) {
        RaftClientRequest request = new TransferLeadershipRequest(
                client, leader, group, calls.incrementAndGet(), null, STEP_DOWN_TIMEOUT_MILLIS);
        return CompletableFuture.supplyAsync(() -> sent(request), closing).thenAccept(VoterCalls::requireSuccess);
    }

    /**
     * Lets another voter lead in place of the own one, which must be there; ends when it does. Fails with what Ratis
     * failed with, after a while.
     */
    CompletableFuture<Void> handOver(RaftPeerId next) {
        TransferLeadershipRequest request = new TransferLeadershipRequest(
                client, own.id(), group, calls.incrementAndGet(), next, STEP_DOWN_TIMEOUT_MILLIS);
        return handedOver(() -> own.handOver(request)).thenAccept(VoterCalls::requireSuccess);
    }

    private static void requireSuccess(RaftClientReply reply) {
        if (!reply.isSuccess()) {
            throw new CompletionException(reply.getException());
        }
    }

    private RaftClientReply sent(RaftClientRequest request) {
        try {
            return rpc.sendRequest(request);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private CompletableFuture<Reply> callFar(RaftPeerId voter, RaftClientRequest request) {
        AtomicLong connection = connections.computeIfAbsent(voter, v -> new AtomicLong());
        long used = connection.get();
        return handedOver(() -> rpc.sendRequestAsyncUnordered(request))
                .whenComplete((r, e) -> {
                    // a stream that failed once fails for ever, with all that is on it: one of them replaces it
                    if (e != null && connection.compareAndSet(used, used + 1)) {
                        closing.execute(() -> rpc.handleException(voter, e, true));
                    }
                })
                .thenApply(VoterCalls::read);
    }

    private CompletableFuture<RaftClientReply> handedOver(Supplier<CompletableFuture<RaftClientReply>> send) {
        try {
            return CompletableFuture.supplyAsync(send, sending).thenCompose(f -> f);
        } catch (RejectedExecutionException closed) {
            return CompletableFuture.failedFuture(new AlreadyClosedException("the ledger is closed"));
        }
    }

    private static Reply read(RaftClientReply reply) {
        requireSuccess(reply);
        return Wire.read(reply.getMessage().getContent(), Reply.class);
    }

    /** Blocks. */
    void close() {
        sending.shutdown();
        closing.shutdown();
        try {
            rpc.close();
        } catch (IOException e) {
            LOG.debug("event=voter_calls_close_failed", e);
        }
    }

    private static Thread daemon(Runnable r, String name) {
        Thread thread = new Thread(r, name);
        thread.setDaemon(true);
        return thread;
    }
}
