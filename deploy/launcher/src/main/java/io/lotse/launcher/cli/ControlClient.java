package io.lotse.launcher.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.Supplier;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;

/**
 * Speaks to a control API; to another one when the first does not answer at all. On the JDK's old client: it is there in a
 * fifth of the new one's time, and a command asks once or twice.
 */
final class ControlClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);
    /** A stream that lives says something every 15 s. */
    private static final Duration SILENCE = Duration.ofSeconds(40);

    private static final String JSON = "application/json";
    private static final int FIRST_ERROR = 400;

    private final Supplier<List<URI>> nodes;
    private final Duration patience;
    private URI last;

    /**
     * @param nodes the control APIs to try, asked again whenever none of those known answers
     */
    ControlClient(Supplier<List<URI>> nodes) {
        this(nodes, READ_TIMEOUT);
    }

    /** @param patience how long an answer may take to come */
    ControlClient(Supplier<List<URI>> nodes, Duration patience) {
        this.nodes = nodes;
        this.patience = patience;
    }

    /**
     * An answer that is no failure.
     *
     * @param body empty where there is none
     */
    record Answer(String body, Map<String, List<String>> headers) {
        <T> T as(Class<T> type) {
            return ContractCodec.decode(json(), type);
        }

        JsonObject json() {
            try {
                return new JsonObject(body);
            } catch (DecodeException e) {
                throw new Refusal("the answer is no JSON: is there a Lotse node at that address?");
            }
        }

        Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> name.equalsIgnoreCase(header.getKey()))
                    .map(header -> header.getValue().get(0))
                    .findFirst();
        }
    }

    /** The control API that answered last, else the first there is. */
    URI node() {
        return last != null ? last : nodes.get().get(0);
    }

    /**
     * @throws Problem if the node refuses
     * @throws Unreachable if no node answers
     */
    Answer get(String path) {
        return send("GET", path, null, Map.of());
    }

    /** As {@link #get}. */
    Answer send(String method, String path, Object body, Map<String, String> headers) {
        byte[] bytes = body == null ? null : encode(body);
        return ask(node -> exchange(node, method, path, bytes, headers));
    }

    /** A stream of server-sent events, whose reads fail when the node has been silent for longer than it ever is. */
    InputStream stream(String path, Map<String, String> headers) {
        return ask(node -> open(node, path, "text/event-stream", headers));
    }

    /** An answer of any length, as it comes. */
    InputStream download(String path) {
        return ask(node -> open(node, path, "application/x-ndjson", Map.of()));
    }

    /**
     * Sends a file of any length, and hands over each line of the answer as it comes.
     *
     * @return what the last line was made to; null if the answer broke off before its end, or had none
     */
    <T> T upload(String path, Path file, Function<String, T> line) {
        return ask(node -> {
            try {
                return upload(connection(node, path, SILENCE), file, line);
            } catch (IOException e) {
                throw unreachable(node, e);
            }
        });
    }

    private <T> T ask(Function<URI, T> question) {
        Unreachable failure = null;
        if (last != null) {
            try {
                return question.apply(last);
            } catch (Unreachable e) {
                failure = e;
            }
        }
        for (URI node : nodes.get()) {
            if (node.equals(last)) {
                continue;
            }
            try {
                T answer = question.apply(node);
                last = node;
                return answer;
            } catch (Unreachable e) {
                failure = failure == null ? e : failure;
            }
        }
        throw failure == null ? new Unreachable("no node runs on this host", false) : failure;
    }

    /** A query: {@code ?a=b&c=d}; what is null is left out. */
    static String query(Map<String, String> parameters) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        parameters.forEach((name, value) -> {
            if (value != null) {
                query.add(name + "=" + segment(value));
            }
        });
        return query.toString();
    }

    /** A text as a part of a path. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static byte[] encode(Object body) {
        JsonObject json = body instanceof JsonObject already ? already : ContractCodec.encode(body);
        return json.encode().getBytes(StandardCharsets.UTF_8);
    }

    private Answer exchange(URI node, String method, String path, byte[] body, Map<String, String> headers) {
        try {
            HttpURLConnection connection = connection(node, path, patience);
            connection.setRequestMethod(method);
            connection.setRequestProperty("Accept", JSON);
            if (body != null) {
                connection.setRequestProperty("Content-Type", JSON);
            }
            headers.forEach(connection::setRequestProperty);
            if (body != null) {
                connection.setDoOutput(true);
                connection.setFixedLengthStreamingMode(body.length);
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(body);
                }
            }
            return answer(connection);
        } catch (IOException e) {
            throw unreachable(node, e);
        }
    }

    private static <T> T upload(HttpURLConnection connection, Path file, Function<String, T> line) throws IOException {
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/x-ndjson");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(Files.size(file));
        try (OutputStream out = connection.getOutputStream()) {
            Files.copy(file, out);
        }
        if (connection.getResponseCode() >= FIRST_ERROR) {
            answer(connection);
        }
        T last = null;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                last = line.apply(text);
            }
            return last;
        } catch (IOException brokenOff) {
            return null;
        }
    }

    private static InputStream open(URI node, String path, String mediaType, Map<String, String> headers) {
        try {
            HttpURLConnection connection = connection(node, path, SILENCE);
            connection.setRequestProperty("Accept", mediaType);
            headers.forEach(connection::setRequestProperty);
            if (connection.getResponseCode() >= FIRST_ERROR) {
                answer(connection);
            }
            return connection.getInputStream();
        } catch (IOException e) {
            throw unreachable(node, e);
        }
    }

    private static HttpURLConnection connection(URI node, String path, Duration readTimeout) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) node.resolve(path).toURL().openConnection();
        connection.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
        connection.setReadTimeout((int) readTimeout.toMillis());
        connection.setInstanceFollowRedirects(false);
        return connection;
    }

    private static Unreachable unreachable(URI node, IOException e) {
        return e instanceof ConnectException || e instanceof NoRouteToHostException || e instanceof UnknownHostException
                ? new Unreachable("no node answers at " + node + " (" + e.getMessage() + ")", false)
                : new Unreachable("the node at " + node + " did not answer (" + e.getMessage() + ")", true);
    }

    private static Answer answer(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        try (InputStream in = status < FIRST_ERROR ? connection.getInputStream() : connection.getErrorStream()) {
            String body = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            if (status >= FIRST_ERROR) {
                throw problem(status, body);
            }
            return new Answer(body, connection.getHeaderFields());
        }
    }

    private static Problem problem(int status, String body) {
        try {
            Problem.Body problem = ContractCodec.decode(new JsonObject(body), Problem.Body.class);
            if (problem.code() != null) {
                return new Problem(problem);
            }
        } catch (DecodeException | ContractException notOurs) {
            // said below
        }
        return new Problem(new Problem.Body(
                "http-" + status,
                "the answer has status " + status + ": is there a Lotse node at that address?",
                null));
    }
}
