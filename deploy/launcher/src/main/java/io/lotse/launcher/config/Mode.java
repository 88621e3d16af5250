package io.lotse.launcher.config;

import java.util.Locale;

/** How a node behaves where development, test and production want different things. */
public enum Mode {
    DEVELOPMENT,
    TEST,
    /** Takes nothing but what the configuration says: a taken port is refused, not replaced. */
    PRODUCTION;

    /** The name in options, files and the environment of a service. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
