import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Shows the count, asked for through the gateway; says that it is not well while it does not reach the world, and is again by itself. */
class Front {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(System.getenv("PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress(System.getenv("HOST"), port), 0);
        server.createContext("/", Front::count);
        server.createContext("/health", Front::health);
        server.start();
    }

    private static void count(HttpExchange call) throws IOException {
        URI counter = URI.create(System.getenv("GATEWAY") + "/api/counter/");
        try {
            HttpRequest request = HttpRequest.newBuilder(counter).timeout(Duration.ofSeconds(3)).build();
            HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            say(call, answer.statusCode(), "calls so far: " + answer.body());
        } catch (IOException | InterruptedException e) {
            say(call, 503, "no count: " + e + "\n");
        }
    }

    private static void health(HttpExchange call) throws IOException {
        try (Socket world = new Socket()) {
            world.connect(new InetSocketAddress(System.getenv("WORLD"), 7000), 1000);
            say(call, 200, "reaches the world\n");
        } catch (IOException e) {
            say(call, 503, "the world: " + e.getMessage() + "\n");
        }
    }

    private static void say(HttpExchange call, int status, String text) throws IOException {
        call.sendResponseHeaders(status, text.length());
        call.getResponseBody().write(text.getBytes());
        call.close();
    }
}
