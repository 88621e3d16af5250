package io.lotse.launcher.service;

import java.util.List;

/** The host does not let itself be told so. It carries no stack trace: it tells people what to do, it reports no bug. */
public final class ServiceProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;

    ServiceProblem(String... lines) {
        super(String.join("\n", lines), null, false, false);
        this.lines = List.of(lines);
    }

    /** What is wrong, where, and what to do. */
    public List<String> lines() {
        return lines;
    }
}
