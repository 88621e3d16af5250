package io.lotse.hostagent;

import java.util.List;
import java.util.function.IntPredicate;

import io.lotse.contracts.ports.Protocol;

/** The sockets of this host, as the operating system tells. Blocks. */
interface SocketTable {
    /**
     * The sockets bound to these ports, with their processes where this user may see them; not those that are over and
     * linger in TIME_WAIT.
     *
     * @return in the order of ports
     */
    List<BoundSocket> bound(Protocol protocol, IntPredicate ports);

    /** Those of them that take whoever comes. */
    default List<BoundSocket> listening(Protocol protocol, IntPredicate ports) {
        return bound(protocol, ports).stream().filter(BoundSocket::listening).toList();
    }

    /** All sockets that have this as their local port, in whatever state. */
    List<BoundSocket> at(Protocol protocol, int port);

    /** The table of this operating system. */
    static SocketTable ofThisSystem() {
        return Systems.isLinux() ? new ProcSocketTable() : new OshiSocketTable(Systems::oshi);
    }
}
