package io.lotse.connection;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetServer;

/** Real listeners on loopback that behave well and badly; each gives its port. */
final class BadPeers {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int HEADER = 12;

    /** What a DNS server does with a question. */
    enum Dns {
        ANSWERS,
        KNOWS_NO_NAME,
        IS_SILENT,
        TALKS_NONSENSE
    }

    private final Vertx vertx;

    BadPeers(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Accepts and says nothing. */
    Future<Integer> silent() {
        return vertx.createNetServer()
                .connectHandler(socket -> {})
                .listen(0, LOOPBACK)
                .map(NetServer::actualPort);
    }

    /** Accepts and says what is no HTTP. */
    Future<Integer> babbling() {
        return vertx.createNetServer()
                .connectHandler(socket -> socket.write("220 mail.example ESMTP\r\n\r\n"))
                .listen(0, LOOPBACK)
                .map(NetServer::actualPort);
    }

    Future<HttpServer> http(int status) {
        return http(status, 0);
    }

    Future<HttpServer> http(int status, int port) {
        return vertx.createHttpServer()
                .requestHandler(r -> r.response().setStatusCode(status).end())
                .listen(port, LOOPBACK);
    }

    /** Answers 200 with a body that never ends. */
    Future<Integer> endless() {
        return vertx.createHttpServer()
                .requestHandler(r -> flood(r.response().setChunked(true)))
                .listen(0, LOOPBACK)
                .map(HttpServer::actualPort);
    }

    Future<Integer> dns(Dns behaviour) {
        DatagramSocket socket = vertx.createDatagramSocket();
        return socket.handler(question -> {
                    Buffer answer = answer(question, behaviour);
                    if (answer != null) {
                        socket.send(
                                answer,
                                question.sender().port(),
                                question.sender().host());
                    }
                })
                .listen(0, LOOPBACK)
                .map(bound -> bound.localAddress().port());
    }

    private static Buffer answer(DatagramPacket question, Dns behaviour) {
        return switch (behaviour) {
            case IS_SILENT -> null;
            case TALKS_NONSENSE -> question.data().getBuffer(0, 2).appendString("\u0007 nonsense \u00ff");
            case KNOWS_NO_NAME -> header(question, 3, 0).appendBuffer(asked(question));
            case ANSWERS ->
                header(question, 0, 1)
                        .appendBuffer(asked(question))
                        // the name of the question, type A, class IN, 60 s, 4 bytes: 192.0.2.1
                        .appendBytes(
                                new byte[] {(byte) 0xc0, HEADER, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, (byte) 192, 0, 2, 1});
        };
    }

    private static Buffer header(DatagramPacket question, int code, int answers) {
        return question.data()
                .getBuffer(0, 2)
                .appendBytes(new byte[] {(byte) 0x81, (byte) (0x80 | code), 0, 1, 0, (byte) answers, 0, 0, 0, 0});
    }

    private static Buffer asked(DatagramPacket question) {
        int end = HEADER;
        while (question.data().getByte(end) != 0) {
            end += question.data().getByte(end) + 1;
        }
        return question.data().getBuffer(HEADER, end + 5);
    }

    private static void flood(HttpServerResponse response) {
        response.exceptionHandler(e -> {});
        Buffer chunk = Buffer.buffer(new byte[16 * 1024]);
        while (!response.closed() && !response.writeQueueFull()) {
            response.write(chunk);
        }
        if (!response.closed()) {
            response.drainHandler(v -> flood(response));
        }
    }
}
