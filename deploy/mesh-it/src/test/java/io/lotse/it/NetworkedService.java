package io.lotse.it;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;

/**
 * A service that needs another host, and takes its absence in one of three ways: {@code dies}, {@code sticks}, so that its
 * health check fails from then on, or {@code mends}, so that it fails as long as the other is away.
 */
final class NetworkedService {
    private static final int ECHO_PORT = 7;
    private static final int PATIENCE_MILLIS = 500;
    private static final int PAUSE_MILLIS = 100;
    private static final int WELL = 200;
    private static final int NOT_WELL = 503;

    private static volatile boolean well = true;

    private NetworkedService() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        String way = arguments[0];
        String other = arguments[1];
        int port = Integer.parseInt(System.getenv("PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        server.createContext("/health", exchange -> {
            exchange.sendResponseHeaders(well ? WELL : NOT_WELL, -1);
            exchange.close();
        });
        server.start();
        while (true) {
            boolean there = reaches(other);
            if (!there && way.equals("dies")) {
                System.out.println(other + " cannot be reached: giving up");
                System.exit(3);
            }
            well = there && (well || way.equals("mends"));
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private static boolean reaches(String host) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, ECHO_PORT), PATIENCE_MILLIS);
            return true;
        } catch (ConnectException e) {
            // whoever refuses is there
            return String.valueOf(e.getMessage()).contains("refused");
        } catch (IOException e) {
            return false;
        }
    }
}
