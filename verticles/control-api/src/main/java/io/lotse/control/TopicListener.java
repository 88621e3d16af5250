package io.lotse.control;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

import io.lotse.contracts.events.CloudEvent;
import io.lotse.contracts.events.PublishedEvent;
import io.lotse.contracts.events.RecentEvents;

/** One client of a topic: first what it missed, then what comes, each once. */
final class TopicListener {
    private static final Buffer GAP = Buffer.buffer("event: lotse.gap\ndata: {\"detail\":\"this node does not know the"
            + " event of Last-Event-ID: events may be missing, and those that follow may come again\"}\n\n");
    private static final Buffer DROPPED = Buffer.buffer("event: lotse.dropped\ndata: {\"detail\":\"you do not read as"
            + " fast as events come: come back with Last-Event-ID\"}\n\n");

    private final ChangeStream stream;
    /** What came while it was asked what was missed, by position; null once that is told. */
    private Map<String, Buffer> early = new LinkedHashMap<>();

    private int earlyBytes;

    /** @param onEnd told once the client is gone */
    TopicListener(HttpServerRequest request, Vertx vertx, Consumer<TopicListener> onEnd) {
        this.stream = new ChangeStream(request, ended -> onEnd.accept(this), vertx, DROPPED);
    }

    /** Tells what was missed, and from then on what comes. */
    void begin(RecentEvents missed) {
        stream.send(EventStreams.HELLO);
        if (missed.gap()) {
            stream.send(GAP);
        }
        missed.events().forEach(event -> {
            early.remove(event.position());
            stream.send(encode(event));
        });
        Map<String, Buffer> held = early;
        early = null;
        held.values().forEach(stream::send);
        if (earlyBytes > ChangeStream.MOST_WAITING_BYTES) {
            stream.cutOff();
        }
    }

    void tell(String position, Buffer event) {
        if (early == null) {
            stream.send(event);
            return;
        }
        earlyBytes += event.length();
        if (earlyBytes <= ChangeStream.MOST_WAITING_BYTES) {
            early.put(position, event);
        }
    }

    /** A comment; not before the stream has begun. */
    void send(Buffer text) {
        if (early == null) {
            stream.send(text);
        }
    }

    static Buffer encode(PublishedEvent published) {
        CloudEvent event = published.event();
        return Buffer.buffer("id: " + line(published.position()) + "\nevent: " + line(event.type()) + "\ndata: ")
                .appendBuffer(CloudEventJson.write(event).toBuffer())
                .appendString("\n\n");
    }

    /** The bridge lets no line break through, but anybody on the bus could send one. */
    private static String line(String text) {
        return text.replaceAll("[\\r\\n\\u0000]", "");
    }
}
