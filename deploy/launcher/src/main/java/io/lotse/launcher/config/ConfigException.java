package io.lotse.launcher.config;

import java.util.List;

/** What was configured cannot be used; carries every mistake, each with its place. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> mistakes;

    ConfigException(List<String> mistakes) {
        super(String.join("\n", mistakes), null, false, false);
        this.mistakes = List.copyOf(mistakes);
    }

    /** One line for each: where, what is wrong, what would be right. */
    public List<String> mistakes() {
        return mistakes;
    }
}
