package io.lotse.control;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerImport;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.RangeRequest;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.meshview.KeptEntry;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/**
 * One import of a file that is known to be whole. A key of the ledger says from the first to the last step how far it is:
 * every step moves it on in the same transaction, so that an import that broke off goes on where it was, and of two at a
 * time one is refused.
 */
final class ImportRun {
    private static final Logger LOG = LoggerFactory.getLogger(ImportRun.class);
    private static final String MARK = LedgerKeys.currentImport();
    private static final Duration VIEW_PATIENCE = Duration.ofSeconds(5);
    /** How long a step is tried again while no ledger answers; it has an id, so no try is made twice. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int READ_AHEAD = 500;

    private final Vertx vertx;
    private final MeshView view;
    private final LedgerWriter writer;
    private final Supplier<Instant> clock;
    private final HttpServerRequest request;
    private final Path file;
    private final LedgerFile.Footer footer;
    private final boolean replace;
    private final List<LedgerFileReader.Line> lines = new ArrayList<>();
    private LedgerFileReader reader;
    private boolean atEnd;
    private LedgerImport mark;
    private long markRevision;

    /** What an import works with. */
    record Surroundings(MeshView view, LedgerWriter writer, Supplier<Instant> clock) {}

    private record Progress(long done, long entries, boolean finished, Long revision) {}

    /** @param file stays until the run is at its end */
    ImportRun(
            Vertx vertx,
            Surroundings surroundings,
            HttpServerRequest request,
            Path file,
            LedgerFile.Footer footer,
            boolean replace) {
        this.vertx = vertx;
        this.view = surroundings.view();
        this.writer = surroundings.writer();
        this.clock = surroundings.clock();
        this.request = request;
        this.file = file;
        this.footer = footer;
        this.replace = replace;
    }

    /** Fails where nothing is written yet; what fails later is told in the answer, which then breaks off. */
    Future<Void> start() {
        return LedgerContract.RANGE
                .call(vertx.eventBus(), new RangeRequest("", null, 1))
                .compose(page -> view.reached(page.revision(), VIEW_PATIENCE))
                .compose(now -> begin(now).compose(v -> run()))
                .eventually(this::close);
    }

    private Future<Void> begin(MeshSnapshot now) {
        KeptEntry held = now.kept().get(MARK);
        LedgerImport earlier = held == null ? null : held.as(LedgerImport.class);
        long revision = held == null ? 0 : held.modRevision();
        if (earlier != null && earlier.sha256().equals(footer.sha256()) && earlier.replace() == replace) {
            LOG.info(
                    "event=import_resumed sha256={} done={} of={}",
                    earlier.sha256(),
                    earlier.done(),
                    earlier.entries());
            mark = earlier;
            markRevision = revision;
            return Future.succeededFuture();
        }
        if (!replace) {
            requireEmpty(now, earlier);
        }
        mark = new LedgerImport(footer.sha256(), replace, footer.entries(), 0, null, clock.get());
        LOG.info("event=import_begun sha256={} entries={} replace={}", footer.sha256(), footer.entries(), replace);
        return commit(null, List.of(Condition.unchanged(MARK, revision)), List.of(Mutation.put(MARK, mark)))
                .map(this::moved);
    }

    private static void requireEmpty(MeshSnapshot now, LedgerImport earlier) {
        if (earlier != null) {
            throw new ContractException(
                    ProblemCode.LEDGER_NOT_EMPTY,
                    "the import of another file, begun at " + earlier.startedAt() + " with the checksum "
                            + earlier.sha256() + ", is not finished: run that one again, or import with replace");
        }
        Map<String, Long> held = LedgerOverview.count(now);
        held.remove("host");
        if (!held.isEmpty()) {
            String what = held.entrySet().stream()
                    .map(kind -> kind.getValue() + " of " + kind.getKey())
                    .collect(Collectors.joining(", "));
            throw new ContractException(
                    ProblemCode.LEDGER_NOT_EMPTY,
                    "the ledger holds " + what + ": import into a new one, or with replace, which removes these;"
                            + " nothing was changed");
        }
    }

    private Void moved(Outcome outcome) {
        if (!outcome.succeeded()) {
            throw new ContractException(
                    ProblemCode.CONFLICT, "another import runs: wait for its end, lotse ledger status shows it");
        }
        markRevision = outcome.revision();
        return null;
    }

    private Future<Void> run() {
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.CONTENT_TYPE, LedgerFile.MEDIA_TYPE).setChunked(true);
        return vertx.executeBlocking(this::open, false)
                .compose(v -> step())
                .compose(this::end)
                .recover(this::breakOff);
    }

    private Void open() throws IOException {
        reader = new LedgerFileReader(file);
        if (mark.lastKey() != null) {
            LedgerFileReader.Line line = reader.next();
            while (line != null && line.key().compareTo(mark.lastKey()) <= 0) {
                line = reader.next();
            }
            atEnd = line == null;
            if (line != null) {
                lines.add(line);
            }
        }
        return null;
    }

    private Void read() throws IOException {
        while (!atEnd && lines.size() < READ_AHEAD) {
            LedgerFileReader.Line line = reader.next();
            if (line == null) {
                atEnd = true;
            } else {
                lines.add(line);
            }
        }
        return null;
    }

    /** The revision of the last step. */
    private Future<Long> step() {
        tell(new Progress(mark.done(), mark.entries(), false, null));
        return vertx.executeBlocking(this::read, false).compose(v -> write()).compose(chunk -> {
            lines.subList(0, chunk.taken()).clear();
            return chunk.isLast() ? Future.succeededFuture(markRevision) : step();
        });
    }

    private Future<ImportChunk> write() {
        ImportChunk chunk = ImportChunk.of(lines, atEnd, view.snapshot(), mark.lastKey(), replace);
        LedgerImport next = new LedgerImport(
                mark.sha256(), replace, mark.entries(), mark.done() + chunk.taken(), chunk.lastKey(), mark.startedAt());
        List<Condition> conditions = new ArrayList<>(List.of(Condition.unchanged(MARK, markRevision)));
        conditions.addAll(chunk.conditions());
        List<Mutation> mutations = new ArrayList<>(chunk.mutations());
        mutations.add(chunk.isLast() ? Mutation.delete(MARK) : Mutation.put(MARK, next));
        String id = "ledger-import:" + mark.sha256() + ":" + mark.startedAt() + ":" + mark.done() + ":" + markRevision;
        return commit(id, conditions, mutations).compose(outcome -> {
            if (!outcome.succeeded() && !MARK.equals(outcome.failedKey())) {
                // written meanwhile: as the ledger is now, it may be another step
                return view.reached(outcome.revision(), VIEW_PATIENCE).compose(v -> write());
            }
            moved(outcome);
            mark = next;
            return Future.succeededFuture(chunk);
        });
    }

    private Future<Outcome> commit(String id, List<Condition> conditions, List<Mutation> mutations) {
        Transaction transaction = new Transaction(id, null, null, clock.get(), conditions, List.of(), mutations);
        return tryFor(transaction, System.nanoTime() + PATIENCE.toNanos());
    }

    private Future<Outcome> tryFor(Transaction transaction, long until) {
        return writer.commit(transaction).recover(e -> {
            boolean mayHelp = e instanceof ContractException c
                    && (c.code() == ProblemCode.LEDGER_UNAVAILABLE || c.code() == ProblemCode.OUTCOME_UNKNOWN);
            boolean again = mayHelp && transaction.requestId() != null && System.nanoTime() < until;
            return again ? tryFor(transaction, until) : Future.failedFuture(e);
        });
    }

    private void tell(Progress progress) {
        send(ContractCodec.encode(progress));
    }

    private void send(JsonObject line) {
        request.response().write(line.toBuffer().appendString("\n")).onFailure(gone -> {});
    }

    private Future<Void> end(long revision) {
        LOG.info("event=import_finished sha256={} entries={} revision={}", mark.sha256(), mark.entries(), revision);
        Buffer last = ContractCodec.encode(new Progress(mark.entries(), mark.entries(), true, revision))
                .toBuffer()
                .appendString("\n");
        return request.response().end(last).otherwiseEmpty();
    }

    /** The status was sent before: the last line says what happened, and the connection ends without the answer's end. */
    private Future<Void> breakOff(Throwable e) {
        LOG.warn("event=import_broken_off sha256={} done={} reason=\"{}\"", mark.sha256(), mark.done(), e.toString());
        Buffer last = new JsonObject()
                .put("problem", Problems.body(e, request))
                .toBuffer()
                .appendString("\n");
        return request.response()
                .write(last)
                .eventually(() -> request.connection().close())
                .otherwiseEmpty();
    }

    private Future<Void> close() {
        return reader == null
                ? Future.succeededFuture()
                : vertx.executeBlocking(
                                () -> {
                                    reader.close();
                                    return null;
                                },
                                false)
                        .mapEmpty();
    }
}
