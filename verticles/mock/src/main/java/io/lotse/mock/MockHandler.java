package io.lotse.mock;

import java.time.Duration;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ProblemCode;

/** Takes requests in whole and answers them, not before the latency is over. */
final class MockHandler implements Handler<HttpServerRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(MockHandler.class);

    private final Vertx vertx;
    private final Duration latency;
    private final MockSource source;

    MockHandler(Vertx vertx, Duration latency, MockSource source) {
        this.vertx = vertx;
        this.latency = latency;
        this.source = source;
    }

    @Override
    public void handle(HttpServerRequest request) {
        long begun = System.nanoTime();
        WholeBody.of(request)
                // a document's pattern may take long, and values are made up by trying
                .compose(body -> vertx.executeBlocking(() -> source.answers().answer(new Asked(request, body)), false))
                .recover(e -> Future.succeededFuture(failed(e)))
                .onSuccess(reply -> {
                    long left = latency.toMillis()
                            - Duration.ofNanos(System.nanoTime() - begun).toMillis();
                    if (left <= 0) {
                        reply.send(request);
                    } else {
                        vertx.setTimer(left, timer -> reply.send(request));
                    }
                });
    }

    private static Reply failed(Throwable e) {
        if (e instanceof WholeBody.TooLarge) {
            return Reply.problem(ProblemCode.BODY_TOO_LARGE, e.getMessage());
        }
        LOG.debug("event=mock_failed", e);
        return Reply.problem(ProblemCode.INTERNAL, "the mock cannot answer: " + e.getMessage());
    }
}
