package io.lotse.mock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What answers come from; read again when it has changed. What was understood last stays in force while nothing newer is. */
final class MockSource {
    private final MockConfig config;
    private volatile Answers answers;
    private String state;

    MockSource(MockConfig config) {
        this.config = config;
    }

    Answers answers() {
        return answers;
    }

    /** @throws IllegalArgumentException that says in a line what is wrong with the source */
    synchronized Answers load() {
        state = state();
        Answers read =
                switch (config.kind()) {
                    case OPENAPI ->
                        OpenApiAnswers.of(
                                config.service(),
                                DocumentFile.read(config.source()),
                                config.source(),
                                config.seed(),
                                config.checksRequests());
                    case RECORDED -> RecordedAnswers.of(config.service(), RecordingFile.readAll(config.source()));
                };
        read.remarks().forEach(remark -> config.told().accept(config.source() + ": " + remark));
        answers = read;
        return read;
    }

    /** Reads it again if it has changed. */
    synchronized Void look() {
        if (!state().equals(state)) {
            try {
                load();
                config.told().accept(config.source() + " was read again: " + answers.describe());
            } catch (IllegalArgumentException e) {
                config.told().accept(e.getMessage() + "; what was read before stays in force");
            }
        }
        return null;
    }

    /** What shows a change: when the files were written, and their sizes. */
    private String state() {
        try {
            return RecordingFile.files(config.source()).stream()
                    .map(MockSource::stamp)
                    .collect(Collectors.joining());
        } catch (IllegalArgumentException gone) {
            return "";
        }
    }

    private static String stamp(Path file) {
        try {
            return file + " " + Files.getLastModifiedTime(file) + " " + Files.size(file) + "\n";
        } catch (IOException gone) {
            return "";
        }
    }

    /** The files of a folder with such an ending, by name; a file is its own. */
    static List<Path> files(Path source, String ending) {
        if (!Files.isDirectory(source)) {
            return List.of(source);
        }
        try (Stream<Path> files = Files.list(source)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException(source + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
