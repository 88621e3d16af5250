import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpServer;

/** A small service to be called under load: {@code java Hello.java}, with {@code HOST} and {@code PORT} in the environment. */
final class Hello {
    private static final int BACKLOG = 200;
    private static final int THREADS = 8;

    private Hello() {}

    public static void main(String[] arguments) throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(System.getenv("HOST"), Integer.parseInt(System.getenv("PORT")));
        byte[] greeting = ("hello from " + address.getPort() + "\n").getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(address, BACKLOG);
        server.setExecutor(Executors.newFixedThreadPool(THREADS));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, greeting.length);
            exchange.getResponseBody().write(greeting);
            exchange.close();
        });
        server.start();
    }
}
