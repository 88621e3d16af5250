package io.lotse.control;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Supplier;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.LedgerStatus;
import io.lotse.contracts.ledger.RangeRequest;
import io.lotse.meshview.KeptEntry;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/**
 * Writes the ledger as a {@link LedgerFile}, while it is in use: from the node's view, which is brought to the newest
 * revision first. A snapshot of it never changes and is as of one revision, however long the client takes.
 */
final class LedgerExport implements OperationHandler {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int CHUNK = 64 << 10;

    private final Vertx vertx;
    private final MeshView view;
    private final String release;
    private final Supplier<Instant> clock;

    /** @param clock tells when an export is made */
    LedgerExport(Vertx vertx, MeshView view, String release, Supplier<Instant> clock) {
        this.vertx = vertx;
        this.view = view;
        this.release = release;
        this.clock = clock;
    }

    @Override
    public Future<?> handle(ApiRequest request) {
        return LedgerContract.RANGE
                .call(vertx.eventBus(), new RangeRequest("", null, 1))
                .compose(page -> view.reached(page.revision(), PATIENCE))
                .compose(snapshot -> LedgerContract.STATUS
                        .call(vertx.eventBus(), Empty.EMPTY)
                        .compose(status -> send(request, snapshot, status)));
    }

    private Future<Void> send(ApiRequest request, MeshSnapshot snapshot, LedgerStatus status) {
        if (view.freshness().stale() || status.revision() < snapshot.revision()) {
            throw new ContractException(
                    ProblemCode.LEDGER_UNAVAILABLE,
                    "this node's copy, of revision " + snapshot.revision() + ", is not what the ledger has, revision "
                            + status.revision() + ": ask again in a moment, or another node");
        }
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.CONTENT_TYPE, LedgerFile.MEDIA_TYPE)
                .putHeader("Lotse-Revision", Long.toString(snapshot.revision()))
                .putHeader(
                        "Content-Disposition",
                        "attachment; filename=\"lotse-ledger-" + snapshot.revision() + ".jsonl\"");
        if (request.http().method().equals(HttpMethod.HEAD)) {
            return response.end();
        }
        response.setChunked(true);
        LedgerFile.Header header = new LedgerFile.Header(
                LedgerFile.FORMAT,
                LedgerFile.VERSION,
                status.ledger().ledgerId(),
                status.ledger().kind(),
                snapshot.revision(),
                clock.get(),
                release);
        return new Writing(response, snapshot, header).start();
    }

    /** One client's download: it goes on as fast as the client reads. */
    private final class Writing {
        private final HttpServerResponse response;
        private final Iterator<Map.Entry<String, KeptEntry>> rest;
        private final MessageDigest digest = LedgerFile.digest();
        private final Promise<Void> done = Promise.promise();
        private final Context context = vertx.getOrCreateContext();
        private Buffer chunk = Buffer.buffer(CHUNK);
        private long entries;

        private Writing(HttpServerResponse response, MeshSnapshot snapshot, LedgerFile.Header header) {
            this.response = response;
            this.rest = snapshot.kept().entrySet().iterator();
            add(LedgerFile.line(header));
        }

        private Future<Void> start() {
            response.exceptionHandler(done::tryFail);
            response.closeHandler(v -> done.tryFail("the client went away"));
            next();
            return done.future().recover(gone -> Future.succeededFuture());
        }

        /** One chunk at a time, so that others on this event loop have their turn. */
        private void next() {
            if (done.future().isComplete()) {
                return;
            }
            while (rest.hasNext() && chunk.length() < CHUNK) {
                Map.Entry<String, KeptEntry> entry = rest.next();
                if (LedgerKeys.isData(entry.getKey())) {
                    entries++;
                    add(LedgerFile.entry(
                            entry.getKey(), entry.getValue().value().getMap()));
                }
            }
            if (!rest.hasNext()) {
                String sha256 = HexFormat.of().formatHex(digest.digest());
                chunk.appendBytes(LedgerFile.line(new LedgerFile.Footer(entries, sha256)));
                response.end(chunk).onComplete(done);
                return;
            }
            response.write(chunk);
            chunk = Buffer.buffer(CHUNK);
            if (response.writeQueueFull()) {
                response.drainHandler(v -> next());
            } else {
                context.runOnContext(v -> next());
            }
        }

        private void add(byte[] line) {
            digest.update(line);
            chunk.appendBytes(line);
        }
    }
}
