package io.lotse.observer;

import java.time.Duration;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;

/**
 * Asks over HTTP once. Whatever stands at the other end, an ask is over at its timeout and holds at most
 * {@link #BODY_LIMIT} of the body; each has a connection of its own, which shows that new ones are accepted.
 */
final class HttpAsk {
    /** Bytes of a body that are read before it is cut. */
    static final int BODY_LIMIT = 64 * 1024;

    private final Vertx vertx;
    private final HttpClient client;
    private final Duration timeout;

    HttpAsk(Vertx vertx, Duration timeout) {
        this(vertx, timeout, new HttpClientOptions().setKeepAlive(false));
    }

    HttpAsk(Vertx vertx, Duration timeout, HttpClientOptions options) {
        this.vertx = vertx;
        this.timeout = timeout;
        this.client = vertx.createHttpClient(options.setName(ObserverConfig.ROLE));
    }

    /**
     * Asks.
     *
     * @param body null for none
     * @return fails with {@link Unanswered} if no whole answer came in time
     */
    Future<Answer> ask(RequestOptions options, Buffer body) {
        options.setFollowRedirects(false)
                // Vert.x 5.0.8 never closes a pool whose time to connect ends as it is closed
                .setConnectTimeout(timeout.plus(Attempt.CONNECT_MARGIN).toMillis())
                .putHeader(HttpHeaders.USER_AGENT, "lotse-observer");
        return new Exchange(body).run(options);
    }

    /** One ask with what it holds until it is over. */
    private final class Exchange {
        private final Promise<Answer> promise = Promise.promise();
        private final long startedAt = System.nanoTime();
        private final Buffer question;
        private final Buffer body = Buffer.buffer();
        private HttpClientRequest request;
        private HttpClientResponse response;

        Exchange(Buffer question) {
            this.question = question;
        }

        Future<Answer> run(RequestOptions options) {
            long timer = vertx.setTimer(timeout.toMillis(), t -> fail(late(), null));
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
            return question == null ? connected.send() : connected.send(question);
        }

        private void read(HttpClientResponse head) {
            response = head;
            head.exceptionHandler(this::broken);
            if ((head.statusCode() >= 300 && head.statusCode() < 400) || head.statusCode() < 200) {
                answered(false);
                return;
            }
            head.handler(this::take);
            head.endHandler(v -> answered(false));
        }

        private void take(Buffer chunk) {
            if (promise.future().isComplete()) {
                return;
            }
            if (body.length() + chunk.length() > BODY_LIMIT) {
                answered(true);
            } else {
                body.appendBuffer(chunk);
            }
        }

        private void answered(boolean cut) {
            if (!promise.future().isComplete()) {
                Duration latency = Duration.ofNanos(System.nanoTime() - startedAt);
                promise.tryComplete(new Answer(response.statusCode(), headers(), body, cut, latency));
            }
        }

        private MultiMap headers() {
            MultiMap trailers = response.trailers();
            return trailers.isEmpty() ? response.headers() : trailers.addAll(response.headers());
        }

        private void broken(Throwable e) {
            String what = response != null ? "broke off in the middle of the answer" : "did not answer in HTTP";
            fail(Attempt.reason(e, what), e);
        }

        private void fail(String detail, Throwable cause) {
            Integer status = response == null ? null : response.statusCode();
            promise.tryFail(new Unanswered(Finding.failed(status, detail), cause));
        }

        private void close() {
            if (request != null) {
                request.connection().close();
            }
        }

        private String late() {
            String limit = " within " + timeout.toMillis() + " ms";
            if (response != null) {
                return "began to answer " + response.statusCode() + ", but did not end" + limit;
            }
            return request == null ? "no connection" + limit : "no answer" + limit;
        }
    }
}
