package io.lotse.hostagent;

import java.time.Clock;
import java.util.List;

import io.lotse.contracts.host.HostSockets;
import io.lotse.contracts.host.Listener;
import io.lotse.contracts.host.SocketQuery;

/** All who listen on this host. Blocks. */
final class SocketInventory {
    private final Sampled<List<Listener>> listeners;

    SocketInventory(Sockets sockets, Clock clock) {
        this.listeners = new Sampled<>(sockets::all, clock);
    }

    HostSockets list(SocketQuery query) {
        List<Listener> wanted = listeners.get().stream()
                .filter(l -> query.protocol() == null || query.protocol() == l.protocol())
                .toList();
        return new HostSockets(wanted.stream().limit(query.limit()).toList(), wanted.size());
    }
}
