package io.lotse.launcher.cli;

import java.util.List;

/** A command cannot do what was asked. It carries no stack trace: it tells people what to do, it reports no bug. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;
    private final int exitCode;

    /** Ends with {@link ExitCode#REFUSED}. */
    Refusal(String line) {
        this(ExitCode.REFUSED, List.of(line));
    }

    /**
     * @param exitCode what the process ends with
     * @param lines what was wrong, where, and what to do
     */
    Refusal(int exitCode, List<String> lines) {
        super(String.join("\n", lines), null, false, false);
        this.lines = List.copyOf(lines);
        this.exitCode = exitCode;
    }

    List<String> lines() {
        return lines;
    }

    int exitCode() {
        return exitCode;
    }
}
