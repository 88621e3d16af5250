package io.lotse.control;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import io.lotse.contracts.ContractCodec;
import io.lotse.meshview.Freshness;
import io.lotse.meshview.MeshView;

/** Writes answers; those of reads say which revision of the ledger they are of, and whether that may be old. */
final class Answers {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence REVISION = HttpHeaders.createOptimized("Lotse-Revision");
    private static final CharSequence STALE = HttpHeaders.createOptimized("Lotse-Stale");
    private static final CharSequence TRUE = HttpHeaders.createOptimized("true");
    private static final CharSequence AGE = HttpHeaders.createOptimized("Age");

    private final MeshView view;
    private long headerRevision = -1;
    private CharSequence revisionHeader;

    /** For one event loop only. */
    Answers(MeshView view) {
        this.view = view;
    }

    /** Answers a read from the view. */
    Future<Void> read(HttpServerRequest request, Buffer json) {
        HttpServerResponse response = request.response();
        Freshness freshness = view.freshness();
        if (freshness.revision() != headerRevision) {
            headerRevision = freshness.revision();
            revisionHeader = HttpHeaders.createOptimized(Long.toString(headerRevision));
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, JSON).putHeader(REVISION, revisionHeader);
        if (freshness.stale()) {
            response.putHeader(STALE, TRUE)
                    .putHeader(AGE, Long.toString(freshness.age().toSeconds()));
        }
        return end(request, json);
    }

    /** As {@link #read(HttpServerRequest, Buffer)} with a record. */
    Future<Void> read(HttpServerRequest request, Object answer) {
        return read(request, ContractCodec.toBuffer(answer));
    }

    /** Answers with a record. */
    static Future<Void> json(HttpServerRequest request, Object answer) {
        request.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        return end(request, ContractCodec.toBuffer(answer));
    }

    /** Answers with a record whose revision is its entity tag. */
    static Future<Void> tagged(HttpServerRequest request, long revision, Object answer) {
        request.response().putHeader(HttpHeaders.ETAG, tag(revision));
        return json(request, answer);
    }

    static String tag(long revision) {
        return "\"" + revision + "\"";
    }

    /** Ends an answer; without the body where only its head was asked for, which Vert.x leaves to us. */
    static Future<Void> end(HttpServerRequest request, Buffer body) {
        HttpServerResponse response = request.response();
        if (!request.method().equals(HttpMethod.HEAD)) {
            return response.end(body);
        }
        return response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()))
                .end();
    }
}
