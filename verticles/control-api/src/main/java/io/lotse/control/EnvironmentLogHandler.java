package io.lotse.control;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.environments.EnvironmentKind;
import io.lotse.meshview.MeshView;

/** Reads this node's log of an environment, from its end or on from where a reader was. */
final class EnvironmentLogHandler implements OperationHandler {
    private static final int MOST_BYTES = 256 * 1024;
    private static final int DEFAULT_LIMIT = 100;

    private final Vertx vertx;
    private final MeshView view;
    private final Path folder;

    /**
     * Lines of a log.
     *
     * @param items the lines, the oldest first
     * @param next where to read on: the position behind the last of them
     */
    private record Lines(List<String> items, long next) {}

    /** @param folder null for a node that keeps no such logs */
    EnvironmentLogHandler(Vertx vertx, MeshView view, Path folder) {
        this.vertx = vertx;
        this.view = view;
        this.folder = folder;
    }

    @Override
    public Future<?> handle(ApiRequest request) {
        String name = request.text("name");
        EnvironmentKind kind = view.snapshot()
                .environment(name)
                .orElseThrow(() -> new ContractException(
                        ProblemCode.NOT_FOUND,
                        "there is no environment " + name + ": GET /api/v1/environments lists those there are"))
                .kind();
        if (kind != EnvironmentKind.TEST || folder == null) {
            throw new ContractException(
                    ProblemCode.NOT_FOUND, name + " is of the kind " + kind.wireName() + ": only test keeps a log");
        }
        int limit = request.number("limit") == null ? DEFAULT_LIMIT : request.number("limit");
        Long from = request.position("from");
        Path file = folder.resolve(name + ".log");
        return vertx.executeBlocking(() -> from == null ? last(file, limit) : on(file, from))
                .compose(lines -> Answers.json(request.http(), lines));
    }

    private static Lines last(Path file, int limit) throws IOException {
        long size = Files.exists(file) ? Files.size(file) : 0;
        Lines tail = read(file, Math.max(0, size - MOST_BYTES), size > MOST_BYTES);
        List<String> items = tail.items();
        return new Lines(items.subList(Math.max(0, items.size() - limit), items.size()), tail.next());
    }

    /** A log that is shorter than it was has begun anew. */
    private static Lines on(Path file, long from) throws IOException {
        return read(file, Files.exists(file) && Files.size(file) >= from ? from : 0, false);
    }

    private static Lines read(Path file, long from, boolean inTheMiddle) throws IOException {
        if (!Files.exists(file)) {
            return new Lines(List.of(), 0);
        }
        byte[] bytes;
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            log.seek(from);
            bytes = new byte[(int) Math.min(MOST_BYTES, log.length() - from)];
            log.readFully(bytes);
        }
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        List<String> lines = new ArrayList<>(
                new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList());
        if (inTheMiddle && !lines.isEmpty()) {
            lines.remove(0);
        }
        return new Lines(lines, from + end);
    }
}
