package io.lotse.control;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;

/** Takes the requests: the most frequent one at once, all others by the router. */
final class FrontDoor implements Handler<HttpServerRequest> {
    private final EndpointHandler endpoint;
    private final Router router;

    FrontDoor(EndpointHandler endpoint, Router router) {
        this.endpoint = endpoint;
        this.router = router;
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (!endpoint.takes(request)) {
            router.handle(request);
        }
    }

    /** Answers what is no HTTP, or too much of it, and hangs up. */
    static void refuse(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        boolean tooLong = cause instanceof TooLongHttpHeaderException || cause instanceof TooLongHttpLineException;
        HttpConnection connection = request.connection();
        request.response().endHandler(v -> connection.close());
        Problems.send(
                request,
                tooLong
                        ? new ContractException(
                                ProblemCode.HEADERS_TOO_LARGE,
                                "the request line and the headers may have 8192 bytes each: send less")
                        : new ContractException(
                                ProblemCode.INVALID_REQUEST, "this is not HTTP: " + cause.getMessage()));
    }
}
