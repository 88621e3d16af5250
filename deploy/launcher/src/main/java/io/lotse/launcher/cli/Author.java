package io.lotse.launcher.cli;

import picocli.CommandLine.Option;

/** Who does something, and why. */
final class Author {
    @Option(names = "--author", paramLabel = "NAME", description = "Who. Default: your name on this system.")
    private String author;

    @Option(names = "--comment", paramLabel = "TEXT", description = "Why, or what is done about it.")
    private String comment;

    String name() {
        return author == null ? System.getProperty("user.name") : author;
    }

    /** Null if none was given. */
    String comment() {
        return comment;
    }
}
