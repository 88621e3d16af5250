package io.lotse.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.ledger.LedgerConfig;
import io.lotse.ledger.LedgerVerticle;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;
import io.lotse.meshview.MeshViewFeed;
import io.lotse.testfaults.FreePorts;

/**
 * The real ledger with one voter in a folder of its own, served on a Vert.x, and a view that follows it. One line of a
 * test: {@code TestLedger ledger = TestLedger.start(vertx, clock)}. Closed with its {@code Vertx}, or before.
 */
public final class TestLedger implements AutoCloseable {
    private final Vertx vertx;
    private final Path data;
    private final MeshView view;
    private String deployment;

    private TestLedger(Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.data = temporaryFolder();
        this.view = new MeshView(clock);
    }

    /**
     * Starts a ledger and a view that follows it; blocks until both are ready, so not on an event loop.
     *
     * @param clock the view's, by which it is stale or not
     */
    public static TestLedger start(Vertx vertx, Clock clock) {
        return new TestLedger(vertx, clock).started();
    }

    /** As {@link #start(Vertx, Clock)} with the system's clock. */
    public static TestLedger start(Vertx vertx) {
        return start(vertx, Clock.systemUTC());
    }

    private TestLedger started() {
        LedgerConfig config = new LedgerConfig("test", data, new LedgerConfig.Found("127.0.0.1", FreePorts.next()));
        LedgerVerticle verticle = new LedgerVerticle(config, e -> {
            throw new IllegalStateException("the test's ledger was lost", e);
        });
        Future<Void> ready = vertx.deployVerticle(verticle).compose(id -> {
            deployment = id;
            return new MeshViewFeed(vertx, view).start();
        });
        Bus.wait(ready);
        return this;
    }

    /** The view that follows the ledger. */
    public MeshView view() {
        return view;
    }

    /** Puts records without conditions, as a test's beginning; blocks until the view shows them. */
    public MeshSnapshot put(Mutation... mutations) {
        Transaction transaction = Transaction.of(Clock.systemUTC().instant(), List.of(), List.of(mutations));
        Future<Outcome> made = LedgerContract.COMMIT.call(vertx.eventBus(), transaction);
        return Bus.wait(made.compose(outcome -> view.reached(outcome.revision(), Duration.ofSeconds(60))));
    }

    /** Deletes every record; blocks until the view shows none. */
    public void empty() {
        deleteAll(e -> true);
    }

    /** Deletes every record but those whose key begins so; blocks until the view shows that. */
    public void emptyExcept(String prefix) {
        deleteAll(e -> !e.key().startsWith(prefix));
    }

    private void deleteAll(Predicate<Entry> which) {
        put(view.snapshot().entries().stream()
                .filter(which)
                .map(e -> Mutation.delete(e.key()))
                .toArray(Mutation[]::new));
    }

    /** Stops the ledger and removes its folder; blocks. */
    @Override
    public void close() {
        Bus.wait(vertx.undeploy(deployment));
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder()).forEach(TestLedger::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("lotse-ledger");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
