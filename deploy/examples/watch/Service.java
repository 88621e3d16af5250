import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** A service of the example: Service.java NAME well|leaks. Prints its port. */
class Service {
    private static final int GARBAGE = 100_000;
    private static final int KEPT = 30_000;

    private final String name;
    private final boolean leaks;
    /** What a cache without a bound holds: nobody ever takes anything out. */
    private final List<byte[]> kept = new ArrayList<>();

    private int last;

    Service(String name, boolean leaks) {
        this.name = name;
        this.leaks = leaks;
    }

    public static void main(String[] args) throws IOException {
        Service service = new Service(args[0], args[1].equals("leaks"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", service::work);
        server.createContext("/health", service::health);
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.start();
        System.out.println(server.getAddress().getPort());
    }

    private void work(HttpExchange exchange) throws IOException {
        byte[] garbage = new byte[GARBAGE];
        synchronized (kept) {
            last += garbage[garbage.length / 2] + 1;
            if (leaks) {
                kept.add(new byte[KEPT]);
            }
        }
        answer(exchange, "text/plain", name + " " + exchange.getRequestURI() + " (Java)\n");
    }

    private void health(HttpExchange exchange) throws IOException {
        Runtime runtime = Runtime.getRuntime();
        answer(
                exchange,
                "application/json",
                String.format(
                        Locale.ROOT,
                        "{\"status\":\"up\",\"version\":\"1.0\",\"uptime\":%.1f,\"memory_bytes\":%d,\"memory_limit_bytes\":%d}",
                        ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0,
                        runtime.totalMemory() - runtime.freeMemory(),
                        runtime.maxMemory()));
    }

    private static void answer(HttpExchange exchange, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
