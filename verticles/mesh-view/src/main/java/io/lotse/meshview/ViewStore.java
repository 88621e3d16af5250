package io.lotse.meshview;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.Counts;
import io.lotse.contracts.Doc;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Entry;

/**
 * Keeps a view in a file, so that a node that is started while the ledger cannot be reached serves what it knew last.
 * The file is a copy: losing it loses nothing. Its first line says what it is of, each further one holds an entry.
 */
public final class ViewStore {
    private static final Logger LOG = LoggerFactory.getLogger(ViewStore.class);
    private static final Duration SAVE_EVERY = Duration.ofSeconds(2);
    /** A large view under constant change may take a twentieth of a worker's time. */
    private static final int REST = 20;

    private static final int FORMAT = 1;

    private final Vertx vertx;
    private final MeshView view;
    private final Path file;
    private MeshSnapshot saved = MeshSnapshot.EMPTY;
    private Future<Void> saving = Future.succeededFuture();
    private long notBefore = System.nanoTime();
    private long timer = -1;

    @Doc("What the file is of.")
    private record Header(
            @Doc("How the file is written") int format,
            @Doc("The ledger's revision") long revision,
            @Doc("When the ledger confirmed it last") Instant confirmedAt,
            @Doc("How many entries follow") int entries) {}

    /** @param file where to keep the view; its folder need not exist yet */
    public ViewStore(Vertx vertx, MeshView view, Path file) {
        this.vertx = vertx;
        this.view = view;
        this.file = file;
    }

    /**
     * Gives the view what the file holds, then keeps the file up to date. To be called before the view's feed is
     * started. A file that cannot be read is as good as none.
     */
    public Future<Void> start() {
        return vertx.executeBlocking(this::load).map(loaded -> {
            if (loaded) {
                saved = view.snapshot();
            }
            timer = vertx.setPeriodic(SAVE_EVERY.toMillis(), t -> saveIfDue());
            return null;
        });
    }

    /** Saves what has changed since the last time; does not fail. */
    public Future<Void> stop() {
        vertx.cancelTimer(timer);
        return saving.compose(v -> save());
    }

    private void saveIfDue() {
        if (saving.isComplete() && System.nanoTime() - notBefore >= 0) {
            saving = save();
        }
    }

    private Future<Void> save() {
        MeshSnapshot now = view.snapshot();
        if (now == saved) {
            return Future.succeededFuture();
        }
        Instant confirmedAt = view.confirmedAt();
        long startedAt = System.nanoTime();
        return vertx.executeBlocking(() -> write(now, confirmedAt)).transform(done -> {
            if (done.succeeded()) {
                saved = now;
            } else {
                LOG.warn(
                        "event=view_not_saved file={} reason=\"{}\"",
                        file,
                        done.cause().toString());
            }
            notBefore = System.nanoTime() + REST * (System.nanoTime() - startedAt);
            return Future.succeededFuture();
        });
    }

    private Path write(MeshSnapshot snapshot, Instant confirmedAt) throws IOException {
        Path whole = file.toAbsolutePath();
        Files.createDirectories(whole.getParent());
        Path part = whole.resolveSibling(whole.getFileName() + ".part");
        Header header = new Header(
                FORMAT, snapshot.revision(), confirmedAt, snapshot.kept().size());
        try (BufferedWriter out = Files.newBufferedWriter(part)) {
            out.write(ContractCodec.encode(header).encode());
            out.newLine();
            for (Map.Entry<String, KeptEntry> entry : snapshot.kept().entrySet()) {
                write(out, entry.getKey(), entry.getValue());
            }
        }
        return Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** An {@link Entry} in JSON; its value is in JSON already. */
    private static void write(BufferedWriter out, String key, KeptEntry entry) throws IOException {
        out.write("{\"key\":");
        out.write(Json.encode(key));
        out.write(",\"value\":");
        out.write(entry.json().toString());
        out.write(",\"create_revision\":" + entry.createRevision() + ",\"mod_revision\":" + entry.modRevision() + "}");
        out.newLine();
    }

    private boolean load() {
        if (!Files.exists(file)) {
            return false;
        }
        try (BufferedReader in = Files.newBufferedReader(file)) {
            Header header = ContractCodec.decode(new JsonObject(String.valueOf(in.readLine())), Header.class);
            if (header.format() != FORMAT) {
                throw new IOException("it is written in format " + header.format() + ", not " + FORMAT);
            }
            if (header.confirmedAt() == null || header.revision() < 0) {
                throw new IOException("its first line does not say what it is of");
            }
            view.restore(MeshSnapshot.of(entries(in, header), header.revision()), header.confirmedAt());
            LOG.info("event=view_loaded file={} revision={} entries={}", file, header.revision(), header.entries());
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.warn("event=view_not_loaded file={} reason=\"{}\"", file, e.toString());
            return false;
        }
    }

    private static SnapshotUpdate entries(BufferedReader in, Header header) throws IOException {
        SnapshotUpdate update = new SnapshotUpdate(MeshTables.EMPTY);
        int read = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Entry entry = ContractCodec.decode(new JsonObject(line), Entry.class);
            update.take(new Change(entry.modRevision(), entry.key(), entry));
            read++;
        }
        if (read != header.entries()) {
            throw new IOException("it holds " + Counts.of(read, "entry", "entries") + ", not " + header.entries());
        }
        return update;
    }
}
