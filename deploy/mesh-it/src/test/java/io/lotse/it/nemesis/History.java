package io.lotse.it.nemesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.vertx.core.json.JsonObject;

import io.lotse.it.nemesis.Event.Phase;
import io.lotse.it.nemesis.Event.Seen;

/** What all clients did and heard, in the order in which it was written down. */
final class History {
    private final long begunAt = System.nanoTime();
    private final List<Event> events = new ArrayList<>();

    synchronized void add(String client, String node, Phase phase, Operation operation, Seen seen) {
        events.add(new Event(now(), client, node, phase, operation, seen));
    }

    void invoke(String client, String node, Operation operation) {
        add(client, node, Phase.INVOKE, operation, null);
    }

    /** Nanoseconds since it began. */
    long now() {
        return System.nanoTime() - begunAt;
    }

    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    /** How many operations ended so after a moment. */
    long count(Phase phase, long after) {
        return events().stream()
                .filter(event -> event.phase() == phase && event.at() >= after)
                .filter(event -> event.operation().kind() != Operation.Kind.READ)
                .count();
    }

    /** Writes it down, a line of JSON for each event. */
    void save(Path file) {
        try (Stream<Event> all = events().stream()) {
            Files.createDirectories(file.getParent());
            Files.write(file, (Iterable<String>) all.map(History::line)::iterator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(Event event) {
        JsonObject line = new JsonObject()
                .put("at_ms", event.at() / 1e6)
                .put("client", event.client())
                .put("node", event.node())
                .put("phase", event.phase())
                .put("kind", event.operation().kind())
                .put("key", event.operation().key())
                .put("subject", event.operation().subject());
        if (event.operation().kind() == Operation.Kind.CONFIGURE) {
            line.put("value", event.operation().value());
        }
        Seen seen = event.seen();
        if (seen != null) {
            line.put("port", seen.port()).put("revision", seen.revision()).put("instances", seen.instances());
        }
        return line.encode();
    }
}
