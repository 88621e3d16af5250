package io.lotse.junit;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;

/** Asks a node's control API. */
final class ControlApi {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FIRST_ERROR = 400;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI node;

    ControlApi(URI node) {
        this.node = node;
    }

    URI node() {
        return node;
    }

    /** A part of a path. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    <T extends Record> T get(String path, Class<T> type) {
        return send("GET", path, null, type);
    }

    /**
     * @param body null for none
     * @throws MeshException if the node refuses or does not answer
     */
    <T extends Record> T send(String method, String path, Record body, Class<T> type) {
        String answer = send(method, path, body);
        try {
            return ContractCodec.decode(new JsonObject(answer), type);
        } catch (DecodeException e) {
            throw new MeshException("the answer of " + node + " is no JSON: is that a Lotse node?", e);
        }
    }

    /** The same for an answer that nobody reads. */
    String send(String method, String path, Record body) {
        JsonObject json = body == null ? null : ContractCodec.encode(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(node.resolve(path)).timeout(PATIENCE);
        if (json == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(json.encode()));
        }
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= FIRST_ERROR) {
                throw new MeshException(
                        method + " " + path + " was answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new MeshException("the node at " + node + " does not answer (" + e + "): does it run?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MeshException("interrupted while the node at " + node + " was asked", e);
        }
    }
}
