package io.lotse.gateway;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

/** Takes spans as a collector does: OTLP over HTTP, as protobuf. */
final class OtlpReceiver {
    private final Queue<Span> spans = new ConcurrentLinkedQueue<>();
    private final Queue<ResourceSpans> all = new ConcurrentLinkedQueue<>();
    private final HttpServer server;

    OtlpReceiver(Vertx vertx) {
        server =
                Await.result(vertx.createHttpServer().requestHandler(this::take).listen(0, "127.0.0.1"));
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    private void take(HttpServerRequest request) {
        if (!request.path().equals("/v1/traces")
                || !"application/x-protobuf".equals(request.getHeader("content-type"))) {
            request.response().setStatusCode(404).end();
            return;
        }
        request.body().onSuccess(body -> {
            read(body);
            request.response()
                    .putHeader("content-type", "application/x-protobuf")
                    .end();
        });
    }

    private void read(Buffer body) {
        try {
            ExportTraceServiceRequest.parseFrom(body.getBytes())
                    .getResourceSpansList()
                    .forEach(resource -> {
                        all.add(resource);
                        resource.getScopeSpansList().forEach(s -> spans.addAll(s.getSpansList()));
                    });
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    List<Span> spans() {
        return List.copyOf(spans);
    }

    List<ResourceSpans> resources() {
        return List.copyOf(all);
    }
}
