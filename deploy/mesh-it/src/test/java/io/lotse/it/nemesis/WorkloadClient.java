package io.lotse.it.nemesis;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

import io.lotse.it.nemesis.Event.Phase;
import io.lotse.it.nemesis.NodeClient.Answer;
import io.lotse.it.nemesis.NodeClient.Meaning;

/**
 * A client as a careful team writes one: does one thing after the other at the node beside it, and where an answer is lost
 * asks again with the same key, at the other nodes too, until the answer is definite or its patience ends.
 */
final class WorkloadClient {
    /** Between two operations: clients that leave the nodes no processor hold up every start and say nothing more. */
    private static final int MOST_PAUSE_MILLIS = 300;

    private static final long RETRY_MILLIS = 250;
    private static final long PATIENCE_NANOS = Duration.ofSeconds(15).toNanos();
    /** So many registrations are left in place, to be found at the end; further ones replace the oldest. */
    private static final int KEPT = 40;

    private final String name;
    private final int home;
    private final History history;
    private final Supplier<List<NodeClient>> nodes;
    private final AtomicInteger values;
    private final Random random;
    private final Deque<String> contended = new ArrayDeque<>();
    private final Deque<String> kept = new ArrayDeque<>();
    private int operations;

    /**
     * @param home which of the nodes it asks first
     * @param nodes all nodes, those that are down too
     * @param values what to configure next, no value twice
     * @param seed of its decisions
     */
    WorkloadClient(
            String name, int home, History history, Supplier<List<NodeClient>> nodes, AtomicInteger values, long seed) {
        this.name = name;
        this.home = home;
        this.history = history;
        this.nodes = nodes;
        this.values = values;
        this.random = new Random(seed);
    }

    /** One operation after the other, until the executor is shut down. */
    void run(ScheduledExecutorService executor) {
        next(executor, 0);
    }

    private void next(ScheduledExecutorService executor, long millis) {
        if (!executor.isShutdown()) {
            executor.schedule(() -> step(executor), millis, TimeUnit.MILLISECONDS);
        }
    }

    private void step(ScheduledExecutorService executor) {
        int dice = random.nextInt(100);
        String key = name + "-" + operations++;
        if (dice < 10) {
            Operation operation = Operation.configure(key, NodeClient.ENVIRONMENT, values.getAndIncrement());
            begin(operation, node -> node.configure(operation), done -> {}, executor);
        } else if (dice < 25) {
            keep(key, executor);
        } else if (contended.isEmpty() || (dice < 60 && contended.size() < 2)) {
            Operation operation = Operation.register(key, key);
            begin(operation, node -> node.register(operation, true), done -> contended.add(key), executor);
        } else {
            release(key, contended, executor);
        }
    }

    private void keep(String key, ScheduledExecutorService executor) {
        if (kept.size() >= KEPT) {
            release(key, kept, executor);
            return;
        }
        Operation operation = Operation.register(key, key);
        begin(operation, node -> node.register(operation, false), done -> kept.add(key), executor);
    }

    /** Whatever comes of it, it is not tried a second time under another key. */
    private void release(String key, Deque<String> from, ScheduledExecutorService executor) {
        Operation operation = Operation.deregister(key, from.remove());
        begin(operation, node -> node.deregister(operation), done -> {}, executor);
    }

    private void begin(
            Operation operation,
            Function<NodeClient, Answer> ask,
            java.util.function.Consumer<Answer> onDone,
            ScheduledExecutorService executor) {
        history.invoke(name, nodes.get().get(home).name(), operation);
        new Attempt(operation, ask, onDone, executor).ask();
    }

    /** An operation with all its tries. */
    private final class Attempt {
        private final Operation operation;
        private final Function<NodeClient, Answer> ask;
        private final java.util.function.Consumer<Answer> onDone;
        private final ScheduledExecutorService executor;
        private final long giveUpAt = System.nanoTime() + PATIENCE_NANOS;
        private int tries;
        private boolean mayBeDone;

        private Attempt(
                Operation operation,
                Function<NodeClient, Answer> ask,
                java.util.function.Consumer<Answer> onDone,
                ScheduledExecutorService executor) {
            this.operation = operation;
            this.ask = ask;
            this.onDone = onDone;
            this.executor = executor;
        }

        private void ask() {
            List<NodeClient> all = nodes.get();
            NodeClient node = all.get((home + tries++) % all.size());
            Answer answer = ask.apply(node);
            mayBeDone |= answer.meaning() == Meaning.UNKNOWN;
            if (answer.meaning() == Meaning.DONE) {
                history.add(name, node.name(), Phase.OK, operation, answer.seen());
                onDone.accept(answer);
                next(executor, random.nextInt(MOST_PAUSE_MILLIS));
            } else if (answer.meaning() == Meaning.REFUSED) {
                end(node, Phase.FAIL);
            } else if (System.nanoTime() >= giveUpAt || executor.isShutdown()) {
                end(node, mayBeDone ? Phase.UNKNOWN : Phase.FAIL);
            } else {
                executor.schedule(this::ask, RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        }

        private void end(NodeClient node, Phase phase) {
            history.add(name, node.name(), phase, operation, null);
            next(executor, random.nextInt(MOST_PAUSE_MILLIS));
        }
    }
}
