package io.lotse.docker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;

/**
 * The engine's API on its socket. Futures fail with an {@link EngineException}, for an answer that is too large, too
 * late or none. For one event loop.
 */
final class EngineClient {
    private static final int OK = 200;
    private static final int LARGEST_VERSION = 64 << 10;
    private static final int LARGEST_LIST = 64 << 20;
    private static final int LONGEST_MESSAGE = 300;
    /** What changes a list of containers; a HEALTHCHECK alone would tell of three more each time it runs. */
    private static final String FILTERS =
            "?filters=%7B%22type%22%3A%5B%22container%22%2C%22network%22%5D%2C%22event%22%3A%5B"
                    + "%22start%22%2C%22die%22%2C%22pause%22%2C%22unpause%22%2C%22rename%22%2C%22update%22%2C%22health_status%22%2C"
                    + "%22connect%22%2C%22disconnect%22%5D%7D";

    private final Vertx vertx;
    private final HttpClient http;
    private final String socket;
    private final Duration patience;

    EngineClient(Vertx vertx, DockerConfig config) {
        this.vertx = vertx;
        this.socket = config.wishes().socket().toString();
        this.patience = config.pace().patience();
        // a connection for each request: what an engine that was restarted has forgotten is never asked
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) patience.toMillis())
                .setKeepAlive(false));
    }

    /** The version of the API that both understand. */
    Future<ApiVersion> negotiate() {
        return get("/version", LARGEST_VERSION).map(body -> {
            try {
                JsonObject said = new JsonObject(body);
                return ApiVersion.negotiated(said.getString("ApiVersion"), said.getString("MinAPIVersion"));
            } catch (DecodeException | ClassCastException e) {
                throw new EngineException(
                        "what listens at " + socket + " is no Docker engine: it does not say its version");
            }
        });
    }

    /** The containers that run. */
    Future<List<Container>> containers(ApiVersion version) {
        return get(version.path() + "/containers/json", LARGEST_LIST)
                .compose(body -> vertx.executeBlocking(() -> {
                    try {
                        return ContainerList.read(body);
                    } catch (DecodeException e) {
                        throw new EngineException("the engine's list of containers cannot be read: " + e.getMessage());
                    }
                }));
    }

    /**
     * Hears of containers.
     *
     * @param happened something did; what, the list of them tells
     * @return the end of that, always a failure; {@link Subscription#close} ends it, too
     */
    Subscription subscribe(ApiVersion version, Runnable happened) {
        Promise<Void> end = Promise.promise();
        Subscription subscription = new Subscription(end.future());
        http.request(to(version.path() + "/events" + FILTERS))
                .compose(request -> {
                    subscription.opened(request);
                    return request.send();
                })
                .compose(response -> response.statusCode() == OK
                        ? hear(response, happened, end)
                        : collected(response, LARGEST_VERSION).compose(body -> refused(response, body)))
                .onFailure(end::tryFail);
        return subscription;
    }

    private static Future<Void> hear(HttpClientResponse response, Runnable happened, Promise<Void> end) {
        response.handler(any -> happened.run());
        response.exceptionHandler(end::tryFail);
        response.endHandler(v -> end.tryFail("the engine ended its stream of events"));
        happened.run();
        return Future.succeededFuture();
    }

    /** A stream of events. */
    static final class Subscription {
        private final Future<Void> end;
        private HttpClientRequest request;
        private boolean closed;

        private Subscription(Future<Void> end) {
            this.end = end;
        }

        Future<Void> end() {
            return end;
        }

        private void opened(HttpClientRequest opened) {
            request = opened;
            if (closed) {
                request.reset();
            }
        }

        void close() {
            closed = true;
            if (request != null) {
                request.reset();
            }
        }
    }

    void close() {
        http.close();
    }

    private Future<String> get(String uri, int largest) {
        return http.request(to(uri))
                .recover(e -> Future.failedFuture(EngineException.unreachable(socket, e)))
                .compose(request -> {
                    Future<String> answer = request.send().compose(response -> collected(response, largest)
                            .compose(body -> response.statusCode() == OK
                                    ? Future.succeededFuture(body.toString(StandardCharsets.UTF_8))
                                    : refused(response, body)));
                    return answer.timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                            .recover(e -> Future.failedFuture(EngineException.broken(socket, uri, patience, e)))
                            .onFailure(e -> request.reset());
                });
    }

    private RequestOptions to(String uri) {
        return new RequestOptions()
                .setServer(SocketAddress.domainSocketAddress(socket))
                .setHost("docker")
                .setPort(80)
                .setMethod(HttpMethod.GET)
                .setURI(uri);
    }

    private static Future<Buffer> collected(HttpClientResponse response, int largest) {
        Promise<Buffer> all = Promise.promise();
        Buffer sofar = Buffer.buffer();
        response.handler(part -> {
            if (sofar.length() + part.length() > largest) {
                all.tryFail(new EngineException("the engine's answer is larger than " + largest + " bytes"));
            } else if (!all.future().isComplete()) {
                sofar.appendBuffer(part);
            }
        });
        response.exceptionHandler(all::tryFail);
        response.endHandler(v -> all.tryComplete(sofar));
        return all.future();
    }

    private static <T> Future<T> refused(HttpClientResponse response, Buffer body) {
        String message;
        try {
            message = body.toJsonObject().getString("message", "");
        } catch (DecodeException | ClassCastException e) {
            message = body.toString();
        }
        String reason = message.substring(0, Math.min(message.length(), LONGEST_MESSAGE))
                .strip();
        return Future.failedFuture(new EngineException("the engine answered " + response.statusCode() + ": " + reason));
    }
}
