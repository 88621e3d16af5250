package io.lotse.mock;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Mocks that listen, and a client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MockSetup {
    final List<String> told = new CopyOnWriteArrayList<>();
    Vertx vertx;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    void begin() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    void end() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    static Path resource(String name) {
        return Path.of("src", "test", "resources", "io", "lotse", "mock", name);
    }

    MockConfig config(MockConfig.Kind kind, Path source, boolean checks) {
        return new MockConfig("pets", "127.0.0.1", 0, kind, source, Duration.ZERO, 1, checks, told::add);
    }

    /** Where it listens. */
    String start(MockConfig config) {
        MockVerticle mock = new MockVerticle(config);
        vertx.deployVerticle(mock).toCompletionStage().toCompletableFuture().join();
        return "http://127.0.0.1:" + mock.port();
    }

    String openapi(Path document) {
        return start(config(MockConfig.Kind.OPENAPI, document, true));
    }

    /** What is said of a source that cannot be used. */
    String refusal(MockConfig.Kind kind, Path source) {
        return catchThrowableOfType(CompletionException.class, () -> start(config(kind, source, true)))
                .getCause()
                .getMessage();
    }

    HttpResponse<String> send(String method, String url, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String url, String... headers) {
        return send("GET", url, null, headers);
    }

    static JsonObject json(HttpResponse<String> answer) {
        return new JsonObject(answer.body());
    }

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
