package io.lotse.mock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Files of recorded answers: JSON, one a line. A line that begins with # says nothing. */
final class RecordingFile {
    private static final String ENDING = ".jsonl";

    private RecordingFile() {}

    static List<Path> files(Path source) {
        return MockSource.files(source, ENDING);
    }

    /** @throws IllegalArgumentException that says in a line what is wrong with which */
    static List<Recording> readAll(Path source) {
        List<Recording> all = new ArrayList<>();
        for (Path file : files(source)) {
            int number = 0;
            for (String line : DocumentFile.text(file).lines().toList()) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    all.add(read(file, number, line));
                }
            }
        }
        if (all.isEmpty()) {
            throw DocumentFile.wrong(
                    source,
                    Files.isDirectory(source)
                            ? "no answer is recorded in its files that end with " + ENDING
                            : "no answer is recorded in it");
        }
        return all;
    }

    private static Recording read(Path file, int number, String line) {
        try {
            return Recording.read(line);
        } catch (RuntimeException e) {
            throw DocumentFile.wrong(
                    file,
                    "line " + number + " is no recorded answer: "
                            + DocumentFile.firstLine(
                                    String.valueOf(e.getMessage()).replaceFirst("^Failed to decode: ?", "")));
        }
    }

    /** Begins the file if it is not there. */
    static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
