package io.lotse.gateway;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.apis.ApiDocument;
import io.lotse.contracts.apis.ApiDocumentQuery;
import io.lotse.contracts.apis.ApisContract;
import io.lotse.openapi.ApiContract;
import io.lotse.openapi.ApiReader;

/**
 * The OpenAPI documents of the services whose routes hold requests against them, compiled once for all event loops. They are asked for
 * where the services' documents are collected, from time to time and when instances come or go. What was understood last stays in
 * force while nothing newer is.
 */
final class ApiContracts {
    static final long LOOK_MILLIS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(ApiContracts.class);
    private static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long FIRST_ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final LongSupplier nanoClock;
    /** A source lives for as long as a route holds it. */
    private final Map<ApiDocumentQuery, WeakReference<Source>> sources = new ConcurrentHashMap<>();

    ApiContracts(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Where the document of a service comes from. */
    static final class Source {
        private final ApiDocumentQuery query;
        private volatile ApiContract contract;
        private volatile String path;
        private volatile String problem = "it has not been asked for yet";
        private volatile boolean isDue = true;
        private volatile long askedAt;
        private Map<String, Object> document;

        private Source(ApiDocumentQuery query) {
            this.query = query;
        }

        String service() {
            return query.service();
        }

        /** What requests are held against; null while nothing has been understood. */
        ApiContract contract() {
            return contract;
        }

        /** Where the service serves the document; null while that is not known. */
        String path() {
            return path;
        }

        private Stream<String> warnings() {
            String wrong = problem;
            ApiContract inForce = contract;
            if (wrong == null) {
                return inForce.remarks().stream().map(r -> "the OpenAPI document of " + service() + ": " + r);
            }
            return Stream.of("the OpenAPI document of " + service() + " cannot be had: " + wrong + "; "
                    + (inForce == null
                            ? "requests go on without being held against it"
                            : "what was understood before stays in force"));
        }
    }

    /** The source of a document; the same for all that ask alike. */
    Source source(ApiDocumentQuery query) {
        sources.values().removeIf(s -> s.get() == null);
        Source fresh = new Source(query);
        WeakReference<Source> kept = sources.compute(
                query, (q, held) -> held == null || held.get() == null ? new WeakReference<>(fresh) : held);
        Source source = kept.get();
        return source == null ? fresh : source;
    }

    /** Instances of these services came, went or changed. */
    void changed(Set<String> services) {
        sources.forEach((query, reference) -> {
            Source source = services.contains(query.service()) ? reference.get() : null;
            if (source != null) {
                source.isDue = true;
            }
        });
    }

    /** What should be said of the document that requests to a service are held against. */
    List<String> warnings(ApiDocumentQuery query) {
        return Optional.ofNullable(sources.get(query))
                .map(WeakReference::get)
                .map(s -> s.warnings().toList())
                .orElse(List.of());
    }

    /** Asks for what is due. */
    void look(Vertx vertx) {
        long now = nanoClock.getAsLong();
        for (WeakReference<Source> reference : sources.values()) {
            Source source = reference.get();
            if (source != null && isDue(source, now)) {
                source.isDue = false;
                source.askedAt = now;
                ask(vertx, source);
            }
        }
    }

    private static boolean isDue(Source source, long now) {
        long patience = source.problem == null ? ASK_AGAIN_NANOS : FIRST_ASK_AGAIN_NANOS;
        return source.isDue || now - source.askedAt >= patience;
    }

    private static void ask(Vertx vertx, Source source) {
        ApisContract.DOCUMENT
                .call(vertx.eventBus(), source.query)
                .compose(told -> told.document() == null
                        ? Future.failedFuture(told.problem())
                        : vertx.executeBlocking(() -> take(source, told), false))
                .onSuccess(v -> say(source, null))
                .onFailure(e -> say(source, e.getMessage()));
    }

    /** A large document takes a while, so that this is not for an event loop. */
    private static Void take(Source source, ApiDocument told) {
        synchronized (source) {
            source.path = told.path();
            if (!told.document().equals(source.document)) {
                source.contract = ApiReader.read(new JsonObject(told.document()));
                source.document = told.document();
                LOG.info("event=api_document_read service={} path={}", source.service(), told.path());
            }
        }
        return null;
    }

    private static void say(Source source, String problem) {
        if (problem != null && !problem.equals(source.problem)) {
            LOG.warn("event=api_document_unreadable service={} reason=\"{}\"", source.service(), problem);
        }
        source.problem = problem;
    }
}
