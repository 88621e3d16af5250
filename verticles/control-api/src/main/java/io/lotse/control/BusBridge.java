package io.lotse.control;

import java.util.List;

import io.vertx.core.Vertx;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Contracts;
import io.lotse.contracts.EventType;
import io.lotse.contracts.Operation;
import io.lotse.contracts.events.EventsContract;

/**
 * Lets browsers and other clients of Vert.x's SockJS bridge ask and listen on the event bus: what {@link Contracts#OPEN}
 * and {@link Contracts#TOLD_OUTSIDE} name and nothing else, over WebSocket. A page of another origin is refused, for a
 * WebSocket is not held back by the browser itself; one that came through the gateway is of the gateway's origin, and the
 * bridge is reached there too.
 */
final class BusBridge {
    private static final String PATH = "/api/v1/eventbus/*";
    private static final List<String> OTHER_TRANSPORTS =
            List.of("EVENT_SOURCE", "HTML_FILE", "JSON_P", "XHR", "XHR_STREAMING");
    private static final int MAX_HANDLERS = 100;
    private static final int MAX_ADDRESS = 200;

    private BusBridge() {}

    static void mount(Router router, Vertx vertx) {
        SockJSHandlerOptions options = new SockJSHandlerOptions();
        OTHER_TRANSPORTS.forEach(options::addDisabledTransport);
        PlatformHandler sameOrigin = BusBridge::requireSameOrigin;
        router.route(PATH).handler(sameOrigin).failureHandler(Problems::handle);
        router.route(PATH).subRouter(SockJSHandler.create(vertx, options).bridge(permissions()));
    }

    private static SockJSBridgeOptions permissions() {
        SockJSBridgeOptions options =
                new SockJSBridgeOptions().setMaxHandlersPerSocket(MAX_HANDLERS).setMaxAddressLength(MAX_ADDRESS);
        for (Operation<?, ?> operation : Contracts.OPEN) {
            options.addInboundPermitted(new PermittedOptions().setAddress(operation.address()));
        }
        for (EventType<?> event : Contracts.TOLD_OUTSIDE) {
            options.addOutboundPermitted(new PermittedOptions().setAddress(event.address()));
        }
        options.addOutboundPermitted(new PermittedOptions().setAddressRegex(EventsContract.TOPIC_ADDRESSES));
        return options;
    }

    private static void requireSameOrigin(RoutingContext context) {
        try {
            SameOrigin.require(context.request(), "the event bus");
            context.next();
        } catch (ContractException e) {
            Problems.send(context.request(), e);
        }
    }
}
