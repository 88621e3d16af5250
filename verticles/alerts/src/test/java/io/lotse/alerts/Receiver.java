package io.lotse.alerts;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

import io.lotse.testsupport.Bus;

/** A real server that takes what channels send, and behaves as a test says. */
final class Receiver {
    private final HttpServer server;
    private final List<Taken> taken = new CopyOnWriteArrayList<>();

    record Taken(String path, MultiMap headers, Buffer body) {}

    /** Answers a request whose body has come. */
    interface Answer {
        void answer(HttpServerRequest request);
    }

    Receiver(Vertx vertx, Answer answer) {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    taken.add(new Taken(request.path(), request.headers(), body));
                    answer.answer(request);
                }));
        Bus.wait(server.listen(0, "127.0.0.1"));
    }

    static Answer status(int status) {
        return request -> request.response().setStatusCode(status).end();
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/hook";
    }

    List<Taken> taken() {
        return taken;
    }
}
