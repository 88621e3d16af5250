package io.lotse.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A service as a team writes one: listens at {@code PORT} and says its name, its process and the path it was asked for.
 * {@code /become/WORD} changes what its {@code /health} says; {@code /burn} keeps a processor busy; {@code /slow}
 * takes its time.
 */
final class NamedService {
    /** The word that makes {@code /health} begin an answer and never end it. */
    static final String ENDLESS = "endless";

    private static final String BECOME = "/become/";
    private static final Duration SLOW = Duration.ofMillis(700);
    private static final long BURN_MILLIS = 300;

    private static volatile String health = "up";

    private NamedService() {}

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "0"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        String name = arguments[0];
        server.createContext(
                "/",
                exchange -> say(exchange, name + " " + ProcessHandle.current().pid() + " " + exchange.getRequestURI()));
        server.createContext("/health", NamedService::sayHealth);
        server.createContext(BECOME, exchange -> {
            health = exchange.getRequestURI().getPath().substring(BECOME.length());
            say(exchange, health);
        });
        server.createContext("/slow", exchange -> {
            LockSupport.parkNanos(SLOW.toNanos());
            say(exchange, "at last");
        });
        server.createContext("/burn", exchange -> say(exchange, "turned " + burn()));
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.start();
        System.out.println("listening " + server.getAddress().getPort());
    }

    private static void say(HttpExchange exchange, String text) throws IOException {
        byte[] said = text.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(200, said.length);
        exchange.getResponseBody().write(said);
        exchange.close();
    }

    private static void sayHealth(HttpExchange exchange) throws IOException {
        if (!health.equals(ENDLESS)) {
            say(exchange, "{\"status\":\"" + health + "\"}");
            return;
        }
        exchange.sendResponseHeaders(200, 0);
        try (exchange) {
            while (true) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long burn() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BURN_MILLIS);
        long turns = 0;
        while (System.nanoTime() < end) {
            turns++;
        }
        return turns;
    }
}
