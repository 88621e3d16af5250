package io.lotse.launcher.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What an operator would ask about before a node goes into production. */
enum Doubt {
    LOOPBACK_ADDRESS,
    DEFAULT_NAME,
    TEMPORARY_DATA,
    OPEN_DATA,
    OPEN_CONFIG,
    SINGLE_VOTER,
    EPHEMERAL_PORTS,
    /** The only one that cannot be accepted: the node would not start anyway. */
    PORT_TAKEN;

    /** The name in options and messages, such as {@code single-voter}. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean mayBeAccepted() {
        return this != PORT_TAKEN;
    }

    /** Those that {@code --accept-doubts} takes. */
    static List<String> acceptable() {
        return Arrays.stream(values())
                .filter(Doubt::mayBeAccepted)
                .map(Doubt::code)
                .toList();
    }
}
