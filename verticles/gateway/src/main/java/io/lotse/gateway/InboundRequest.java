package io.lotse.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/**
 * A request that has been found sound.
 *
 * @param vertx whose event loop it is on
 * @param request as it came
 * @param target path and query as they came, in the form that begins with a slash
 * @param host the authority that the client asked for; null if it named none (HTTP/1.0)
 * @param bodyLength the body's length; 0 for no body, -1 for one in chunks
 * @param isWebSocket whether the client wants to go on with WebSocket
 * @param isSentOn whether it says that a gateway sent it on: it goes to no third one, whoever says so
 * @param fromGateway whether another host's gateway did, by the address that it came from: that one has done already what a
 *     route asks for
 * @param isLast whether the client wants the connection closed after the answer
 */
record InboundRequest(
        Vertx vertx,
        HttpServerRequest request,
        String target,
        String host,
        long bodyLength,
        boolean isWebSocket,
        boolean isSentOn,
        boolean fromGateway,
        boolean isLast) {}
