package io.lotse.it.nemesis;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.lotse.it.nemesis.Event.Phase;
import io.lotse.it.nemesis.NodeClient.Answer;
import io.lotse.it.nemesis.NodeClient.Meaning;

/** Clients at every node that quarrel about few ports, keep some, write one value, and read. */
final class Workload implements AutoCloseable {
    private static final int CLIENTS_EACH = 2;
    private static final long READ_EVERY_MILLIS = 250;
    /** Not a default of any setting. */
    private static final int FIRST_VALUE = 1_000;

    private final History history;
    private final Supplier<List<NodeClient>> nodes;
    private final List<ScheduledExecutorService> executors = new ArrayList<>();
    private final AtomicInteger reads = new AtomicInteger();

    /**
     * @param nodes all nodes as they are now; a node that was started again is a client of its own to those who read
     * @param seed of all decisions
     */
    Workload(History history, Supplier<List<NodeClient>> nodes, long seed) {
        this.history = history;
        this.nodes = nodes;
        Random seeds = new Random(seed);
        AtomicInteger values = new AtomicInteger(FIRST_VALUE);
        int count = nodes.get().size();
        for (int i = 0; i < count * CLIENTS_EACH; i++) {
            new WorkloadClient("client-" + i, i % count, history, nodes, values, seeds.nextLong()).run(executor());
        }
        IntStream.range(0, count).forEach(i -> executor()
                .scheduleWithFixedDelay(() -> read(i), 0, READ_EVERY_MILLIS, TimeUnit.MILLISECONDS));
    }

    private ScheduledExecutorService executor() {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
        executors.add(executor);
        return executor;
    }

    private void read(int index) {
        NodeClient node = nodes.get().get(index);
        Operation operation = Operation.read("read-" + reads.incrementAndGet());
        history.invoke(node.toString(), node.name(), operation);
        Answer answer = node.read(operation);
        boolean done = answer.meaning() == Meaning.DONE;
        history.add(node.toString(), node.name(), done ? Phase.OK : Phase.FAIL, operation, answer.seen());
    }

    /** Lets every client end what it does. */
    @Override
    public void close() {
        executors.forEach(ScheduledExecutorService::shutdown);
        try {
            for (ScheduledExecutorService executor : executors) {
                if (!executor.awaitTermination(60, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("a client does not end");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
