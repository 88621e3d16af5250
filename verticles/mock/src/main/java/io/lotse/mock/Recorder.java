package io.lotse.mock;

import java.util.Locale;
import java.util.Set;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;

import io.lotse.contracts.ProblemCode;

/** Sends requests on, and writes each down with its answer. */
final class Recorder implements Handler<HttpServerRequest> {
    /** Not sent on; an answer that is coded could not be read in the file. */
    private static final Set<String> NOT_SENT_ON = Set.of(
            "host",
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length",
            "accept-encoding");

    private final Vertx vertx;
    private final RecorderConfig config;
    private final HttpClient client;
    private final String base;

    Recorder(Vertx vertx, RecorderConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.client = vertx.createHttpClient();
        this.base = config.upstream().toString().replaceAll("/+$", "");
    }

    @Override
    public void handle(HttpServerRequest request) {
        WholeBody.of(request)
                .compose(body -> ask(request, body))
                .recover(e -> Future.succeededFuture(failed(e)))
                .onSuccess(reply -> reply.send(request));
    }

    private Future<Reply> ask(HttpServerRequest request, Buffer body) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setAbsoluteURI(base + request.uri())
                .setFollowRedirects(false);
        request.headers().forEach(field -> {
            if (isSentOn(field.getKey())) {
                options.addHeader(field.getKey(), field.getValue());
            }
        });
        return client.request(options).compose(sent -> sent.send(body)).compose(answer -> answer.body()
                .compose(content -> write(request, body, answer, content).map(v -> reply(answer, content))));
    }

    private static boolean isSentOn(String header) {
        return !NOT_SENT_ON.contains(header.toLowerCase(Locale.ROOT));
    }

    private Future<Void> write(HttpServerRequest request, Buffer body, HttpClientResponse answer, Buffer content) {
        if (request.method().name().equals("HEAD")) {
            return Future.succeededFuture();
        }
        Recording recording = Recording.of(
                request.method().name(),
                request.uri(),
                request.getHeader("content-type"),
                body,
                answer.statusCode(),
                answer.headers(),
                content);
        return vertx.executeBlocking(() -> {
            RecordingFile.append(config.file(), recording.line() + "\n");
            return null;
        });
    }

    private static Reply reply(HttpClientResponse answer, Buffer content) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        answer.headers().forEach(field -> {
            if (isSentOn(field.getKey())) {
                headers.add(field.getKey(), field.getValue());
            }
        });
        return new Reply(answer.statusCode(), headers, content);
    }

    private Reply failed(Throwable e) {
        return e instanceof WholeBody.TooLarge
                ? Reply.problem(ProblemCode.BODY_TOO_LARGE, e.getMessage())
                : Reply.problem(ProblemCode.UPSTREAM_FAILED, base + " did not answer: " + e.getMessage());
    }
}
