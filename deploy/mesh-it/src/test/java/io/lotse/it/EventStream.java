package io.lotse.it;

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Server-sent events, as they come in. */
final class EventStream implements AutoCloseable {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Stream<String> stream;

    private EventStream(Stream<String> stream) {
        this.stream = stream;
        Thread reader = new Thread(this::read, "event-stream");
        reader.setDaemon(true);
        reader.start();
    }

    /** Listens from when this returns: the server has answered then. */
    static EventStream open(String url) {
        return open(HttpRequest.newBuilder(URI.create(url)));
    }

    /** As {@link #open(String)}, behind an event that was heard already. */
    static EventStream openAfter(String lastEventId, String url) {
        return open(HttpRequest.newBuilder(URI.create(url)).header("Last-Event-ID", lastEventId));
    }

    private static EventStream open(HttpRequest.Builder request) {
        HttpResponse<Stream<String>> answer = CLIENT.sendAsync(
                        request.header("Accept", "text/event-stream").build(), HttpResponse.BodyHandlers.ofLines())
                .join();
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.uri() + " answered " + answer.statusCode());
        }
        return new EventStream(answer.body());
    }

    private void read() {
        try {
            stream.forEach(lines::add);
        } catch (UncheckedIOException | CompletionException closed) {
            lines.add("closed: " + closed.getMessage());
        }
    }

    /** The lines that came so far. */
    List<String> lines() {
        return lines;
    }

    /** Whether a line holds this text. */
    boolean heard(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }

    @Override
    public void close() {
        stream.close();
    }
}
