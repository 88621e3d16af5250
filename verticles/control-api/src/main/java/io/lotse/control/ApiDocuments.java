package io.lotse.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.apis.ApiDocument;
import io.lotse.contracts.apis.ApiDocumentQuery;
import io.lotse.meshview.MeshView;
import io.lotse.meshview.Service;

/**
 * The OpenAPI documents of the services that say by {@value #KEY} in their metadata where they serve one. They are asked
 * for as clients ask, by way of a gateway: it reaches instances that this host does not.
 */
final class ApiDocuments {
    /** The key of a registration's metadata: the path of the document. */
    static final String KEY = "openapi";

    private static final Duration KEPT_FOR = Duration.ofSeconds(30);
    /** A service that has just come may not serve yet what it will. */
    private static final Duration FAILURE_KEPT_FOR = Duration.ofSeconds(2);

    private static final long TIMEOUT_MILLIS = 3_000;
    private static final int MOST_BYTES = 2 << 20;
    private static final int AT_ONCE = 8;

    private final HttpClient client;
    private final MeshView view;
    private final String environment;
    private final Supplier<String> gateway;
    private final Clock clock;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    private record Kept(String path, Instant at, Future<Found> found) {
        boolean failed() {
            return found.isComplete() && found.result().document() == null;
        }
    }

    /**
     * A service's document.
     *
     * @param service the service's name
     * @param path where its instances serve it
     * @param document what they serve; null where that could not be had
     * @param problem why not; null where it could
     */
    record Found(String service, String path, JsonObject document, String problem) {}

    /**
     * @param environment the environment whose services are looked at
     * @param gateway the address of a gateway, such as {@code http://127.0.0.1:8000}; null while there is none
     */
    ApiDocuments(HttpClient client, MeshView view, String environment, Supplier<String> gateway, Clock clock) {
        this.client = client;
        this.view = view;
        this.environment = environment;
        this.gateway = gateway;
        this.clock = clock;
    }

    /** Those of all services, by name; never fails. */
    Future<List<Found>> all() {
        SortedMap<String, String> paths = paths();
        kept.keySet().removeIf(url -> paths.keySet().stream().noneMatch(s -> isOf(url, s)));
        List<Map.Entry<String, String>> wanted = List.copyOf(paths.entrySet());
        Future<List<Found>> done = Future.succeededFuture(new ArrayList<>());
        for (int from = 0; from < wanted.size(); from += AT_ONCE) {
            List<Map.Entry<String, String>> some = wanted.subList(from, Math.min(from + AT_ONCE, wanted.size()));
            done = done.compose(found -> several(some).map(more -> {
                found.addAll(more);
                return found;
            }));
        }
        return done;
    }

    private Future<List<Found>> several(List<Map.Entry<String, String>> some) {
        return Future.all(some.stream()
                        .map(e -> one(e.getKey(), environment, e.getValue()))
                        .toList())
                .map(all -> all.<Found>list());
    }

    /** That of one service; null if it names none. Never fails. */
    Future<Found> of(String service) {
        return of(service, environment);
    }

    private Future<Found> of(String service, String in) {
        return view.snapshot()
                .service(service)
                .flatMap(s -> path(s, in))
                .map(path -> one(service, in, path))
                .orElseGet(Future::succeededFuture);
    }

    /** What other rooms of the house are told. */
    Future<ApiDocument> document(ApiDocumentQuery query) {
        return of(query.service(), query.environment()).map(found -> {
            if (found == null) {
                return new ApiDocument(
                        null,
                        null,
                        "no active instance of " + query.service() + " in " + query.environment() + " says by metadata "
                                + KEY + " where it is");
            }
            return new ApiDocument(
                    found.path(),
                    found.document() == null ? null : found.document().getMap(),
                    found.problem());
        });
    }

    private SortedMap<String, String> paths() {
        SortedMap<String, String> paths = new TreeMap<>();
        view.snapshot().services().values().forEach(s -> path(s, environment)
                .ifPresent(path -> paths.put(s.name(), path)));
        return paths;
    }

    /** Where the first of its active instances that says so serves the document. */
    private static Optional<String> path(Service service, String in) {
        return service.in(in).stream()
                .flatMap(s -> s.active().stream())
                .map(i -> i.metadata().get(KEY))
                .filter(Objects::nonNull)
                .findFirst();
    }

    private Future<Found> one(String service, String in, String path) {
        String url = ServicePaths.of(service) + (in.equals(environment) ? "" : "@" + in);
        return kept.compute(
                        url,
                        (s, before) -> isFresh(before, path)
                                ? before
                                : new Kept(path, clock.instant(), ask(service, url, path)))
                .found();
    }

    private static boolean isOf(String url, String service) {
        String own = ServicePaths.of(service);
        return url.equals(own) || url.startsWith(own + "@");
    }

    private boolean isFresh(Kept before, String path) {
        return before != null
                && before.path().equals(path)
                && before.at()
                        .plus(before.failed() ? FAILURE_KEPT_FOR : KEPT_FOR)
                        .isAfter(clock.instant());
    }

    private Future<Found> ask(String service, String url, String path) {
        String by = gateway.get();
        if (by == null) {
            return Future.succeededFuture(
                    failed(service, path, "no node of the mesh has a gateway to ask by: start one with that role"));
        }
        if (!path.startsWith("/")) {
            return Future.succeededFuture(
                    failed(service, path, "metadata " + KEY + " is " + path + ": give a path that begins with /"));
        }
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(by + url + path)
                .setFollowRedirects(false)
                .setIdleTimeout(TIMEOUT_MILLIS)
                .putHeader(HttpHeaders.ACCEPT, "application/json");
        return client.request(options)
                .compose(request -> request.send())
                .compose(answer -> answer.statusCode() == 200
                        ? body(answer).map(body -> read(service, path, body))
                        : Future.succeededFuture(failed(service, path, refused(answer.statusCode(), path))))
                .timeout(2 * TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .otherwise(e -> failed(service, path, "cannot be asked for " + path + ": " + e.getMessage()));
    }

    private static String refused(int status, String path) {
        return "answered " + status + " to " + path + ": see whether metadata " + KEY
                + " is right, and whether it is served without credentials";
    }

    private static Future<Buffer> body(HttpClientResponse answer) {
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        answer.handler(chunk -> {
            if (body.length() + chunk.length() <= MOST_BYTES) {
                body.appendBuffer(chunk);
            } else if (whole.tryFail("the document is larger than " + (MOST_BYTES >> 20) + " MB")) {
                answer.request().reset();
            }
        });
        answer.exceptionHandler(whole::tryFail);
        answer.endHandler(v -> whole.tryComplete(body));
        return whole.future();
    }

    private static Found read(String service, String path, Buffer body) {
        try {
            JsonObject document = body.toJsonObject();
            String problem = ApiMerge.problem(document);
            return new Found(service, path, problem == null ? document : null, problem);
        } catch (DecodeException | ClassCastException e) {
            return failed(service, path, "is no JSON object: serve OpenAPI 3 as JSON");
        }
    }

    private static Found failed(String service, String path, String problem) {
        return new Found(service, path, null, problem);
    }
}
