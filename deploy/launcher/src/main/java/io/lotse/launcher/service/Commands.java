package io.lotse.launcher.service;

import java.util.List;

/** Runs the programs by which a host is told what to keep running. */
@FunctionalInterface
public interface Commands {
    /** How one ends that is not there, as a shell says it. */
    int NOT_FOUND = 127;

    /**
     * What a program said.
     *
     * @param out a character a byte, as {@code ISO_8859_1} reads it
     * @param err likewise
     */
    record Result(int exit, String out, String err) {
        boolean succeeded() {
            return exit == 0;
        }

        boolean isMissing() {
            return exit == NOT_FOUND;
        }

        /** For people: what it said first, else how it ended. */
        String reason() {
            String said = (err + "\n" + out).strip();
            return said.isEmpty()
                    ? "it ended with " + exit
                    : said.lines().findFirst().orElse("");
        }
    }

    /**
     * Runs it to its end.
     *
     * @param input what it reads, a character a byte
     */
    Result run(List<String> command, String input);

    /** Runs one that reads nothing. */
    default Result run(String... command) {
        return run(List.of(command), "");
    }
}
