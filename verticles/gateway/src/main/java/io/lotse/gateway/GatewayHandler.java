package io.lotse.gateway;

import java.util.function.Consumer;
import java.util.function.Function;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;

/** Finds a request's route and sends it on its way. */
final class GatewayHandler implements Handler<HttpServerRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayHandler.class);

    private final RequestCheck check;
    private final Function<InboundRequest, Route> routes;
    private final Loop loop;
    private final Consumer<HttpServerRequest> whenRefused;

    /** @param whenRefused is told of requests that never had a route, once they are answered */
    GatewayHandler(
            RequestCheck check,
            Function<InboundRequest, Route> routes,
            Loop loop,
            Consumer<HttpServerRequest> whenRefused) {
        this.check = check;
        this.routes = routes;
        this.loop = loop;
        this.whenRefused = whenRefused;
    }

    @Override
    public void handle(HttpServerRequest request) {
        RequestId.give(request);
        try {
            InboundRequest inbound = check.check(request);
            Route route = routes.apply(inbound);
            request.routed(route.name());
            new Exchange(loop, inbound, route).start();
        } catch (ContractException e) {
            refuse(request, e);
            whenRefused.accept(request);
        } catch (RuntimeException e) {
            LOG.error("event=request_crashed uri={}", request.uri(), e);
            Problems.send(request, ProblemCode.INTERNAL, "the gateway failed: see the node's log");
        }
    }

    /** A client that waits for leave to send its body will not send it now, whatever the request's length says. */
    private static void refuse(HttpServerRequest request, ContractException e) {
        if (e.code() == ProblemCode.INVALID_REQUEST || request.headers().contains(HttpHeaders.EXPECT)) {
            Problems.sendLast(request, e.code(), e.getMessage());
        } else {
            Problems.send(request, e.code(), e.getMessage());
        }
    }
}
