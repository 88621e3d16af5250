package io.lotse.eventlog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.NotLeaderException;
import org.apache.ratis.protocol.exceptions.ResourceUnavailableException;
import org.apache.ratis.protocol.exceptions.StateMachineException;
import org.apache.ratis.util.JavaUtils;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.events.EventPage;
import io.lotse.contracts.events.GroupState;
import io.lotse.contracts.events.StoredEvent;
import io.lotse.contracts.events.StoredTopic;

/** The embedded log, as one of its voters sees it: changes are taken while it leads, reads always. */
final class RaftEventStore implements EventStore {
    /** What fits into Ratis's buffers, whose bounds are half as much again. */
    static final int MOST_BYTES = 1_500_000;

    private static final long PATIENCE_MILLIS = 6_000;

    private final EventVoter voter;
    private final EventState state;
    // the order in which events are handed over is their order in the log
    private final ExecutorService sending = Executors.newSingleThreadExecutor(r -> daemon(r, "events-log"));
    private final ExecutorService reading = Executors.newFixedThreadPool(2, r -> daemon(r, "events-read"));

    RaftEventStore(EventVoter voter) {
        this.voter = voter;
        this.state = voter.machine().state();
    }

    private static Thread daemon(Runnable r, String name) {
        Thread thread = new Thread(r, name);
        thread.setDaemon(true);
        return thread;
    }

    boolean leads() {
        return voter.leads();
    }

    /** Null while none is known. */
    String leader() {
        return voter.leader();
    }

    @Override
    public Future<Answer> submit(Command command) {
        byte[] bytes = Wire.bytes(command);
        if (bytes.length > MOST_BYTES) {
            return Future.failedFuture(new ContractException(
                    ProblemCode.BODY_TOO_LARGE,
                    "the events have " + bytes.length + " bytes together: at most " + MOST_BYTES
                            + " are stored in one step"));
        }
        Promise<Answer> answered = Promise.promise();
        handedOver(bytes)
                .orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .whenComplete((reply, e) -> answer(reply, e, answered));
        return answered.future();
    }

    private CompletableFuture<RaftClientReply> handedOver(byte[] bytes) {
        try {
            return CompletableFuture.supplyAsync(() -> voter.submit(bytes), sending)
                    .thenCompose(f -> f);
        } catch (RejectedExecutionException closed) {
            return CompletableFuture.failedFuture(unavailable("it is closed"));
        }
    }

    private static void answer(RaftClientReply reply, Throwable e, Promise<Answer> answered) {
        Throwable failure = e != null ? JavaUtils.unwrapCompletionException(e) : reply.getException();
        if (failure != null) {
            answered.fail(explained(failure));
            return;
        }
        JsonObject json =
                new JsonObject(Buffer.buffer(reply.getMessage().getContent().toByteArray()));
        try {
            answered.complete(ContractCodec.decode(json, Answer.class).orThrow());
        } catch (ContractException refused) {
            answered.fail(refused);
        }
    }

    private static ContractException explained(Throwable failure) {
        if (failure instanceof ContractException known) {
            return known;
        }
        if (failure instanceof StateMachineException && failure.getCause() instanceof EventDiskFullException full) {
            return new ContractException(ProblemCode.EVENT_LOG_DISK_FULL, full.getMessage());
        }
        if (failure instanceof NotLeaderException
                || failure instanceof LeaderNotReadyException
                || failure instanceof ResourceUnavailableException) {
            return unavailable("its voters are choosing who leads, or have too much to do");
        }
        return new ContractException(
                ProblemCode.OUTCOME_UNKNOWN,
                "it was sent to the log of events and not confirmed: publish the same events again, none is stored twice");
    }

    static ContractException unavailable(String why) {
        return new ContractException(
                ProblemCode.EVENT_LOG_UNAVAILABLE, "nothing was done: " + why + ": try again later");
    }

    @Override
    public Future<EventPage> read(String topic, Long from, Long since, int max) {
        return read(() -> {
            Optional<TopicLog> log = state.topic(topic);
            return log.isEmpty() ? new EventPage(List.of(), 0, 0, 0) : page(log.get(), from, since, max);
        });
    }

    private static EventPage page(TopicLog log, Long from, Long since, int max) throws IOException {
        long first = log.first();
        long at = from != null ? from : since != null ? log.since(since) : first;
        List<StoredEvent> events = new ArrayList<>();
        long next = Math.max(at, first);
        long bytes = 0;
        try (TopicReader reader = log.read(at)) {
            while (reader.hasNext() && events.size() < max && bytes < EventState.MOST_BYTES) {
                Header header = reader.next();
                bytes += header.size();
                events.add(DeadLetterEvent.stored(header.offset(), header.at(), reader.body()));
                next = header.offset() + 1;
            }
        } catch (IOException | UncheckedIOException e) {
            if (log.first() == first) {
                throw e;
            }
            // retention was faster
            return page(log, log.first(), null, max);
        }
        return new EventPage(events, next, first, log.end());
    }

    @Override
    public Future<List<StoredTopic>> topics() {
        return read(state::topics);
    }

    @Override
    public Future<List<GroupState>> groups(String topic) {
        return read(() -> state.groups(topic));
    }

    @Override
    public Future<Boolean> isReady(String topic, String group, long now) {
        return read(() -> state.isReady(topic, group, now));
    }

    private <T> Future<T> read(Callable<T> reader) {
        Promise<T> result = Promise.promise();
        try {
            reading.execute(() -> {
                try {
                    result.complete(reader.call());
                } catch (Exception e) {
                    result.fail(new ContractException(ProblemCode.INTERNAL, "the log of events cannot be read: " + e));
                }
            });
        } catch (RejectedExecutionException closed) {
            result.fail(unavailable("it is closed"));
        }
        return result.future();
    }

    @Override
    public void onChange(Consumer<String> listener) {
        voter.machine().onChange(listener);
    }

    @Override
    public Future<Void> close() {
        return Future.fromCompletionStage(CompletableFuture.runAsync(() -> {
            sending.shutdown();
            reading.shutdown();
            voter.close();
        }));
    }
}
