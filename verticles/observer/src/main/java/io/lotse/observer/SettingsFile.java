package io.lotse.observer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;

/**
 * The node's {@code observer_config.json}: read at the start and again whenever it changes. Without it nothing is said; one with
 * mistakes is not taken, and what held before goes on.
 */
final class SettingsFile {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);
    private static final long LOOK_MILLIS = 1_000;
    private static final long LARGEST_BYTES = 1 << 20;

    private final Path file;
    /** Replaced, never changed. */
    private volatile JsonObject said = new JsonObject();
    /** What the file was when it was read last; null for none. */
    private String last;

    private Runnable changed = () -> {};

    /** @param file null for none */
    SettingsFile(Path file) {
        this.file = file;
    }

    /** What the file says, without mistakes; empty where there is none. Not to be changed. */
    JsonObject said() {
        return said;
    }

    /** Says what to do after it was read again, on any thread; before {@link #start}. */
    void onChange(Runnable listener) {
        changed = listener;
    }

    /** Reads the file and goes on looking whether it changes; never fails for what is in it. */
    Future<Void> start(Vertx vertx) {
        if (file == null) {
            return Future.succeededFuture();
        }
        return vertx.executeBlocking(this::look)
                .onSuccess(v -> vertx.setPeriodic(LOOK_MILLIS, t -> vertx.executeBlocking(this::look)));
    }

    private synchronized Void look() {
        try {
            String now = Files.exists(file) ? read() : null;
            if (now == null ? last != null : !now.equals(last)) {
                last = now;
                int services =
                        now == null ? 0 : SettingsReader.read(now).services().size();
                said = now == null ? new JsonObject() : new JsonObject(now);
                changed.run();
                LOG.info("event=observer_config_read file={} services={}", file, services);
            }
        } catch (IOException | ContractException e) {
            LOG.error(
                    "event=observer_config_refused file={} reason=\"{}\" next=\"mend it, what held before goes on\"",
                    file,
                    e.getMessage());
        }
        return null;
    }

    private String read() throws IOException {
        if (Files.size(file) > LARGEST_BYTES) {
            throw new IOException("is larger than " + LARGEST_BYTES + " bytes");
        }
        return Files.readString(file);
    }
}
