package io.lotse.launcher.gate;

import java.util.Locale;

/** What is held against a limit; of all of them less is better. */
public enum Measure {
    P50_MS,
    P95_MS,
    P99_MS,
    FAILED_PERCENT;

    /** As it stands in files. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
