package io.lotse.observer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.health.Breach;
import io.lotse.contracts.health.BreachPage;
import io.lotse.contracts.health.BreachQuery;

/** Keeps the breaches that any node told: the last in memory, and a line of JSON each in a file that outlives the node. */
final class BreachLog {
    private static final Logger LOG = LoggerFactory.getLogger(BreachLog.class);
    private static final int MOST_HELD = 1_000;
    private static final long LARGEST_BYTES = 5 << 20;

    private final Vertx vertx;
    private final Path file;
    /** The newest first. */
    private final Deque<Breach> held = new ArrayDeque<>();

    /** @param file null to keep them in memory alone */
    BreachLog(Vertx vertx, Path file) {
        this.vertx = vertx;
        this.file = file;
    }

    /** Reads what earlier runs of the node kept; never fails. */
    Future<Void> start() {
        return file == null
                ? Future.succeededFuture()
                : vertx.executeBlocking(this::kept)
                        .onSuccess(all -> all.forEach(this::hold))
                        .mapEmpty();
    }

    void add(Breach breach) {
        hold(breach);
        if (file != null) {
            vertx.executeBlocking(() -> append(breach))
                    .onFailure(e -> LOG.warn("event=breach_not_written file={} reason=\"{}\"", file, e.toString()));
        }
    }

    /** The newest first. */
    BreachPage page(BreachQuery query) {
        List<Breach> items = new ArrayList<>();
        boolean begun = query.cursor() == null;
        for (Breach breach : held) {
            boolean wanted = (query.service() == null || query.service().equals(breach.serviceName()))
                    && (query.serviceId() == null || query.serviceId().equals(breach.serviceId()));
            if (begun && wanted) {
                if (items.size() == query.limit()) {
                    return new BreachPage(items, items.get(items.size() - 1).id());
                }
                items.add(breach);
            }
            begun |= breach.id().equals(query.cursor());
        }
        return new BreachPage(items, null);
    }

    private void hold(Breach breach) {
        held.addFirst(breach);
        if (held.size() > MOST_HELD) {
            held.removeLast();
        }
    }

    private Void append(Breach breach) throws IOException {
        if (Files.exists(file) && Files.size(file) > LARGEST_BYTES) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(
                file,
                ContractCodec.encode(breach).encode() + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        return null;
    }

    /** The oldest first. A line that a crash cut short is left out. */
    private List<Breach> kept() {
        List<Breach> breaches = new ArrayList<>();
        if (Files.exists(file)) {
            try (Stream<String> lines = Files.lines(file)) {
                lines.forEach(line -> decode(line, breaches));
            } catch (IOException | RuntimeException e) {
                LOG.warn("event=breaches_not_read file={} reason=\"{}\"", file, e.toString());
            }
        }
        return breaches.subList(Math.max(0, breaches.size() - MOST_HELD), breaches.size());
    }

    private static void decode(String line, List<Breach> breaches) {
        try {
            breaches.add(ContractCodec.decode(new JsonObject(line), Breach.class));
        } catch (RuntimeException cutShort) {
            LOG.debug("event=breach_line_left_out line=\"{}\"", line);
        }
    }
}
