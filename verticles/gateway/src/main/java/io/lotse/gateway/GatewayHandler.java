package io.lotse.gateway;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;

/** Finds a request's route and sends it on its way. */
final class GatewayHandler implements Handler<HttpServerRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayHandler.class);
    private static final String API = "/api/";
    private static final String CONTROL = "v1";

    private final RequestCheck check;
    private final RouteTable routes;
    private final HttpClient client;
    private final Deadlines deadlines;

    GatewayHandler(RequestCheck check, RouteTable routes, HttpClient client, Deadlines deadlines) {
        this.check = check;
        this.routes = routes;
        this.client = client;
        this.deadlines = deadlines;
    }

    @Override
    public void handle(HttpServerRequest request) {
        try {
            InboundRequest inbound = check.check(request);
            Route route = route(inbound);
            request.routed(route.service());
            new Exchange(client, deadlines, inbound, route).start();
        } catch (ContractException e) {
            refuse(request, e);
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

    private Route route(InboundRequest inbound) {
        String target = inbound.target();
        String service = target.startsWith(API) ? firstSegment(target) : "";
        if (service.isEmpty()) {
            throw new ContractException(
                    ProblemCode.NOT_FOUND,
                    "the gateway serves /api/SERVICE/PATH, and /api/v1/ for the control API; nothing else");
        }
        if (service.equals(CONTROL)) {
            return controlRoute();
        }
        Route route = routes.service(service);
        if (route == null) {
            throw new ContractException(
                    ProblemCode.UNKNOWN_SERVICE,
                    "no service is called " + service + ": GET /api/v1/ipmanager/services lists those there are");
        }
        if (route.endpoints(inbound.fromGateway()).isEmpty()) {
            throw new ContractException(ProblemCode.NO_HEALTHY_INSTANCE, route.whyEmpty());
        }
        return route;
    }

    private Route controlRoute() {
        if (routes.control() == null) {
            throw new ContractException(
                    ProblemCode.NOT_FOUND, "this node has no control API: ask the gateway of a node that has one");
        }
        return routes.control();
    }

    private static String firstSegment(String target) {
        int end = API.length();
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        return target.substring(API.length(), end);
    }
}
