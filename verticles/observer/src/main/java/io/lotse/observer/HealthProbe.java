package io.lotse.observer;

import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

import io.lotse.contracts.registry.Instance;

/**
 * Asks an instance's health path once. Whatever stands at the other end, a check is over at its timeout and holds at
 * most {@link #BODY_LIMIT} of the body; each has a connection of its own, which shows that new ones are accepted.
 */
final class HealthProbe {
    /** Bytes of a body that are read before it is cut. */
    static final int BODY_LIMIT = 64 * 1024;

    private final Vertx vertx;
    private final HttpClient client;
    private final Duration timeout;

    HealthProbe(Vertx vertx, Duration timeout) {
        this.vertx = vertx;
        this.timeout = timeout;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setName(ObserverConfig.ROLE).setKeepAlive(false));
    }

    /** What the instance answers; never fails. */
    Future<Finding> check(Instance instance) {
        String path = instance.healthPath();
        if (!isPath(path)) {
            return Future.succeededFuture(Finding.failed(
                    null, "health_path " + HealthAnswers.quote(path) + " is not a path: register one such as /health"));
        }
        return new Attempt().run(options(instance));
    }

    private RequestOptions options(Instance instance) {
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(Endpoints.reachableAt(instance.ipAddress()))
                .setPort(instance.port())
                .setURI(instance.healthPath())
                .setFollowRedirects(false)
                .setTimeout(timeout.toMillis())
                .setConnectTimeout(timeout.toMillis())
                .putHeader(HttpHeaders.USER_AGENT, "lotse-observer")
                .putHeader(HttpHeaders.ACCEPT, "application/health+json, application/json, */*;q=0.5");
    }

    private static boolean isPath(String path) {
        try {
            return path.startsWith("/") && new URI(path).toASCIIString().equals(path);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** One check with what it holds until it is over. */
    private final class Attempt {
        private final Promise<Finding> promise = Promise.promise();
        private final long startedAt = System.nanoTime();
        private final Buffer body = Buffer.buffer();
        private HttpClientRequest request;
        private HttpClientResponse response;

        Future<Finding> run(RequestOptions options) {
            long timer = vertx.setTimer(timeout.toMillis(), t -> end(Finding.failed(httpStatus(), late())));
            client.request(options).compose(this::send).onSuccess(this::read).onFailure(this::broken);
            return promise.future().onComplete(done -> {
                vertx.cancelTimer(timer);
                close();
            });
        }

        private Future<HttpClientResponse> send(HttpClientRequest connected) {
            request = connected;
            // the request tells what went wrong: Vert.x need not log it as well
            connected.connection().exceptionHandler(e -> {});
            if (promise.future().isComplete()) {
                close();
            }
            return connected.send();
        }

        private void read(HttpClientResponse head) {
            response = head;
            head.exceptionHandler(this::broken);
            Answer bodiless = new Answer(head.statusCode(), head.getHeader(HttpHeaders.LOCATION), body, false);
            if (bodiless.isRedirect() || head.statusCode() < 200) {
                answered(bodiless);
                return;
            }
            head.handler(this::take);
            head.endHandler(v -> answered(bodiless));
        }

        private void take(Buffer chunk) {
            if (promise.future().isComplete()) {
                return;
            }
            if (body.length() + chunk.length() > BODY_LIMIT) {
                answered(new Answer(response.statusCode(), null, body, true));
            } else {
                body.appendBuffer(chunk);
            }
        }

        private void answered(Answer answer) {
            if (!promise.future().isComplete()) {
                Verdict verdict = HealthAnswers.judge(answer);
                Duration latency = Duration.ofNanos(System.nanoTime() - startedAt);
                end(new Finding(verdict.status(), latency, answer.status(), verdict.detail()));
            }
        }

        private void broken(Throwable e) {
            end(Finding.failed(httpStatus(), reason(e)));
        }

        private void end(Finding finding) {
            promise.tryComplete(finding);
        }

        private void close() {
            if (request != null) {
                request.connection().close();
            }
        }

        private Integer httpStatus() {
            return response == null ? null : response.statusCode();
        }

        private String late() {
            String limit = " within " + timeout.toMillis() + " ms";
            if (response != null) {
                return "began to answer " + response.statusCode() + ", but did not end" + limit;
            }
            return request == null ? "no connection" + limit : "no answer" + limit;
        }

        private String reason(Throwable e) {
            if (e instanceof ConnectException) {
                return "nothing listens there: connection refused or unreachable";
            }
            if (e instanceof UnknownHostException) {
                return "ip_address cannot be resolved";
            }
            String what = response != null ? "broke off in the middle of the answer" : "did not answer in HTTP";
            return what + ": " + HealthAnswers.quote(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }
}
