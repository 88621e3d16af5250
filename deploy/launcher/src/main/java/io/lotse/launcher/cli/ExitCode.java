package io.lotse.launcher.cli;

/** How commands end. */
final class ExitCode {
    static final int OK = 0;
    /** It was understood, but refused or failed. */
    static final int REFUSED = 1;
    /** Wrong options, variables or configuration files. */
    static final int USAGE = 2;

    static final int NOT_EXECUTABLE = 126;
    static final int NOT_FOUND = 127;

    private ExitCode() {}
}
