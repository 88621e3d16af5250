package io.lotse.launcher.config;

import java.util.Locale;

/** A room of the house that a node may have. */
public enum Role {
    LEDGER,
    REGISTRY,
    PORT_ALLOCATOR,
    ENVIRONMENTS,
    HOST_AGENT,
    SUPERVISOR,
    GATEWAY,
    CONTROL_API,
    OBSERVER,
    REPORTS,
    ALERTS,
    CONNECTION_MONITOR,
    EVENT_BRIDGE,
    EVENT_LOG,
    DOCKER,
    KUBERNETES,
    DNS;

    /** The name in options, files and lists, such as {@code port-allocator}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
