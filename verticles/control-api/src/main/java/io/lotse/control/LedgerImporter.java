package io.lotse.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;

/**
 * Takes over an exported ledger: keeps the upload in a temporary file, reads all of it, and begins to write only when all
 * of it is in order. The answer's lines tell how far it is.
 */
final class LedgerImporter implements OperationHandler {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerImporter.class);

    private final Vertx vertx;
    private final ImportRun.Surroundings surroundings;

    LedgerImporter(Vertx vertx, ImportRun.Surroundings surroundings) {
        this.vertx = vertx;
        this.surroundings = surroundings;
    }

    @Override
    public Future<?> handle(ApiRequest request) {
        HttpServerRequest http = request.http();
        requireFile(http);
        boolean replace = request.isTrue("replace");
        http.pause();
        return vertx.executeBlocking(() -> Files.createTempFile("lotse-import-", ".jsonl"), false)
                .compose(file -> receive(http, file)
                        .compose(v -> vertx.executeBlocking(() -> LedgerFileReader.check(file), false))
                        .compose(footer -> new ImportRun(vertx, surroundings, http, file, footer, replace).start())
                        .onComplete(done -> remove(file)))
                .recover(e -> Future.failedFuture(e instanceof IOException io ? unkept(io) : e));
    }

    /** A page cannot send this media type elsewhere without asking first, and is refused if it does. */
    private static void requireFile(HttpServerRequest http) {
        SameOrigin.require(http, "the ledger");
        String type = http.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || !type.split(";", 2)[0].trim().equalsIgnoreCase(LedgerFile.MEDIA_TYPE)) {
            throw new ContractException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    (type == null ? "the header Content-Type is missing" : "the body is " + type) + ": send "
                            + LedgerFile.MEDIA_TYPE + ", an export of a ledger");
        }
        RequestReader.checkEncoding(http);
    }

    private Future<Void> receive(HttpServerRequest http, Path file) {
        return vertx.fileSystem()
                .open(file.toString(), new OpenOptions().setWrite(true).setTruncateExisting(true))
                .compose(http::pipeTo);
    }

    private void remove(Path file) {
        vertx.executeBlocking(() -> Files.deleteIfExists(file), false)
                .onFailure(e -> LOG.warn("event=import_file_not_removed file={} reason=\"{}\"", file, e.toString()));
    }

    private static ContractException unkept(IOException e) {
        return new ContractException(
                ProblemCode.INTERNAL,
                "the file cannot be kept for reading in " + System.getProperty("java.io.tmpdir") + " (" + e
                        + "): make room there, or give the node another folder by"
                        + " LOTSE_JAVA_OPTS=-Djava.io.tmpdir=...; nothing was changed");
    }
}
