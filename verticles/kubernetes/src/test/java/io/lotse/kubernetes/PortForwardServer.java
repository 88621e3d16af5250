package io.lotse.kubernetes;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetClient;

import io.lotse.testsupport.Bus;

/**
 * Stands before an API server, which cannot forward ports: it speaks that protocol itself, v4.channel.k8s.io over a
 * WebSocket, and leads each pod's name to a local port. Everything else is passed on.
 */
final class PortForwardServer {
    private static final String PROTOCOL = "v4.channel.k8s.io";

    private final HttpClient client;
    private final NetClient backends;
    private final HttpServer server;
    private final int apiPort;
    private final Map<String, Integer> pods = new ConcurrentHashMap<>();
    private final Set<ServerWebSocket> streams = ConcurrentHashMap.newKeySet();

    PortForwardServer(Vertx vertx, int apiPort) {
        this.apiPort = apiPort;
        client = vertx.createHttpClient();
        backends = vertx.createNetClient();
        server = Bus.wait(vertx.createHttpServer(
                        new HttpServerOptions().setHttp2ClearTextEnabled(false).addWebSocketSubProtocol(PROTOCOL))
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1"));
    }

    int port() {
        return server.actualPort();
    }

    /** Where the streams of a pod lead. */
    void pod(String name, int backend) {
        pods.put(name, backend);
    }

    /** The pod dies: its streams end, and there are no more. */
    void kill(String name) {
        pods.remove(name);
        streams.forEach(ServerWebSocket::close);
    }

    /** How many streams are open. */
    int streams() {
        return streams.size();
    }

    private void answer(HttpServerRequest request) {
        String[] path = request.path().split("/");
        if (path[path.length - 1].equals("portforward")) {
            Integer backend = pods.get(path[path.length - 2]);
            if (backend == null) {
                request.response().setStatusCode(404).end("pod not found");
            } else {
                request.toWebSocket().onSuccess(stream -> forward(stream, request.getParam("ports"), backend));
            }
            return;
        }
        request.body()
                .compose(body -> client.request(request.method(), apiPort, "127.0.0.1", request.uri())
                        .compose(to -> {
                            request.headers()
                                    .remove("connection")
                                    .remove("upgrade")
                                    .remove("http2-settings");
                            to.headers().setAll(request.headers());
                            return to.send(body);
                        }))
                .compose(from -> from.body().onSuccess(body -> request.response()
                        .setStatusCode(from.statusCode())
                        .putHeader("content-type", String.valueOf(from.getHeader("content-type")))
                        .end(body)))
                .onFailure(e -> request.response().setStatusCode(502).end());
    }

    /** First the port, as two bytes, on each channel; then channel 0 carries data, channel 1 would say what went wrong. */
    private void forward(ServerWebSocket stream, String port, int backend) {
        streams.add(stream);
        stream.endHandler(v -> streams.remove(stream));
        stream.closeHandler(v -> streams.remove(stream));
        for (int channel = 0; channel < 2; channel++) {
            stream.writeBinaryMessage(
                    Buffer.buffer().appendByte((byte) channel).appendUnsignedShortLE(Integer.parseInt(port)));
        }
        stream.pause();
        backends.connect(backend, "127.0.0.1").onComplete(connected -> {
            if (connected.failed()) {
                stream.writeBinaryMessage(Buffer.buffer().appendByte((byte) 1).appendString("connection refused"));
                stream.close();
                return;
            }
            connected
                    .result()
                    .handler(data -> stream.writeBinaryMessage(
                            Buffer.buffer().appendByte((byte) 0).appendBuffer(data)));
            connected.result().closeHandler(v -> stream.close());
            stream.closeHandler(v -> {
                streams.remove(stream);
                connected.result().close();
            });
            stream.binaryMessageHandler(message -> connected.result().write(message.getBuffer(1, message.length())));
            stream.resume();
        });
    }
}
