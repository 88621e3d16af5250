package io.lotse.gateway;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/**
 * A node's part in traces: W3C Trace Context on the wire, spans by the OpenTelemetry SDK. Only what is traced may refer to this
 * class, for it loads the SDK.
 */
final class Tracing {
    static final long SEND_MILLIS = 1_000;

    /** Spans of a second or two of full load. */
    private static final int QUEUED = 16_384;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String STATE = "tracestate";
    /** Kept, so that it stays silent: the queue tells what is lost, with advice and without stack traces. */
    private static final java.util.logging.Logger EXPORTER =
            java.util.logging.Logger.getLogger("io.opentelemetry.exporter");

    private static final TextMapGetter<MultiMap> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(MultiMap headers) {
            return headers.names();
        }

        /** A list that came in several fields is one; a parent that did is none, as the comma makes it. */
        @Override
        public String get(MultiMap headers, String name) {
            List<String> all = headers.getAll(name);
            return all.isEmpty() ? null : String.join(",", all);
        }
    };

    private final Tracer tracer;
    private final SpanQueue queue;
    private final TrustedProxies proxies;

    private Tracing(Tracer tracer, SpanQueue queue, TrustedProxies proxies) {
        this.tracer = tracer;
        this.queue = queue;
        this.proxies = proxies;
    }

    /** @param registry where lost spans are counted; null for nowhere */
    static Tracing to(TracingConfig config, String host, TrustedProxies proxies, MeterRegistry registry) {
        EXPORTER.setLevel(Level.OFF);
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(traces(config.endpoint()))
                .setTimeout(PATIENCE)
                .setRetryPolicy(null)
                .build();
        SpanQueue queue = new SpanQueue(exporter, QUEUED);
        if (registry != null) {
            queue.countIn(registry);
        }
        Resource resource = Resource.getDefault()
                .merge(Resource.create(
                        Attributes.of(TraceAttributes.SERVICE_NAME, "lotse-gateway", TraceAttributes.HOST_NAME, host)));
        Tracer tracer = SdkTracerProvider.builder()
                .setResource(resource)
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(config.share())))
                .addSpanProcessor(queue)
                .build()
                .get("io.lotse.gateway");
        return new Tracing(tracer, queue, proxies);
    }

    private static String traces(URI base) {
        String text = base.toString();
        return text + (text.endsWith("/") ? "" : "/") + "v1/traces";
    }

    /**
     * Begins the span of a request, under the parent that it names if it names a valid one. From here on the request's headers name
     * the new span as parent.
     *
     * @param route what paths the route is for; null if unknown
     */
    Span server(HttpServerRequest request, String target, String host, String route) {
        Context parent = W3CTraceContextPropagator.getInstance().extract(Context.root(), request.headers(), GETTER);
        Span span = tracer.spanBuilder(TraceAttributes.name(request.method(), route))
                .setSpanKind(SpanKind.SERVER)
                .setParent(parent)
                .startSpan();
        if (span.isRecording()) {
            TraceAttributes.server(span, request, target, host, proxies.client(request));
            if (route != null) {
                span.setAttribute(TraceAttributes.ROUTE, route);
            }
        }
        tell(span, request.headers());
        return span;
    }

    /** Begins the span of a try. */
    Span client(Span server, HttpServerRequest request, Endpoint endpoint, int resent) {
        Span span = tracer.spanBuilder(TraceAttributes.name(request.method(), null))
                .setSpanKind(SpanKind.CLIENT)
                .setParent(Context.root().with(server))
                .startSpan();
        if (span.isRecording()) {
            TraceAttributes.client(span, request.method(), endpoint, resent);
        }
        return span;
    }

    /** Names the span as parent in these headers, in place of any other. */
    static void tell(Span span, MultiMap headers) {
        headers.remove(STATE);
        W3CTraceContextPropagator.getInstance().inject(Context.root().with(span), headers, MultiMap::set);
    }

    /** The gateway has answered a request that never had a route. */
    void refused(HttpServerRequest request) {
        Span span = server(request, request.uri(), request.getHeader("host"), null);
        TraceAttributes.answered(span, request.response().getStatusCode(), true);
        span.end();
    }

    /** Sends what spans wait; done when they are sent or lost. */
    Future<Void> send(Vertx vertx) {
        return queue.send(vertx);
    }
}
