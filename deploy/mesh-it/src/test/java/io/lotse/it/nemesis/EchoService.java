package io.lotse.it.nemesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;

/** A service that every gateway can reach, whatever is broken between the nodes. */
final class EchoService implements AutoCloseable {
    static final String NAME = "echo";

    private final HttpServer server;

    EchoService(String address) {
        try {
            server = HttpServer.create(new InetSocketAddress(address, 0), 10);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    /** What it says of itself when it registers. */
    JsonObject registration() {
        return new JsonObject()
                .put("service_name", NAME)
                .put("ip_address", server.getAddress().getHostString())
                .put("port", server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
