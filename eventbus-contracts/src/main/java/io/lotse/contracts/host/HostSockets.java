package io.lotse.contracts.host;

import java.util.List;

import io.lotse.contracts.Doc;

/** Who listens on a host. */
@Doc("Who listens on a host.")
public record HostSockets(
        @Doc("The listeners, TCP before UDP, by port; no more than were asked for") List<Listener> listeners,
        @Doc("How many there are in all") int total) {}
