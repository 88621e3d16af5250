package io.lotse.launcher.cli;

/** How commands end. */
public final class ExitCode {
    /** Not at all: a node serves, and the process goes on until it is told to end. */
    public static final int SERVES = -1;

    static final int OK = 0;
    /** It was understood, but refused or failed. */
    static final int REFUSED = 1;
    /** Wrong options, variables or configuration files. */
    static final int USAGE = 2;

    static final int NOT_EXECUTABLE = 126;
    static final int NOT_FOUND = 127;

    private ExitCode() {}
}
