package io.lotse.launcher.supervise;

import java.util.Arrays;
import java.util.Optional;

/** When a process that ended is started again. */
public enum RestartPolicy {
    NO("no"),
    /** When its exit code is not 0, or a signal ended it. */
    ON_FAILURE("on-failure"),
    ALWAYS("always");

    private final String option;

    RestartPolicy(String option) {
        this.option = option;
    }

    /** How it is written on the command line. */
    public String option() {
        return option;
    }

    /** The policy that is written so; empty for none. */
    public static Optional<RestartPolicy> ofOption(String text) {
        return Arrays.stream(values()).filter(p -> p.option.equals(text)).findFirst();
    }

    boolean restarts(int exitCode) {
        return this == ALWAYS || (this == ON_FAILURE && exitCode != 0);
    }
}
