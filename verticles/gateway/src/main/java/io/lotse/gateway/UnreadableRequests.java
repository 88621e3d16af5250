package io.lotse.gateway;

import java.util.function.Consumer;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

import io.lotse.contracts.ProblemCode;

/** Answers what could not be read as a request, and says which limit it broke. */
final class UnreadableRequests implements Handler<HttpServerRequest> {
    private final GatewayConfig.Limits limits;
    private final Consumer<HttpServerRequest> refused;

    /** @param refused told each of them, once it is answered */
    UnreadableRequests(GatewayConfig.Limits limits, Consumer<HttpServerRequest> refused) {
        this.limits = limits;
        this.refused = refused;
    }

    @Override
    public void handle(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            Problems.sendLast(
                    request, ProblemCode.URL_TOO_LONG, "the request line may have " + limits.requestLine() + " bytes");
        } else if (cause instanceof TooLongHttpHeaderException) {
            Problems.sendLast(
                    request, ProblemCode.HEADERS_TOO_LARGE, "the headers may have " + limits.headers() + " bytes");
        } else {
            Problems.sendLast(request, ProblemCode.INVALID_REQUEST, "this is not HTTP/1.1: " + cause.getMessage());
        }
        refused.accept(request);
    }
}
