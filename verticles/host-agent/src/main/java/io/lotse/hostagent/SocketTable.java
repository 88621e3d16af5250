package io.lotse.hostagent;

import java.util.List;
import java.util.function.IntPredicate;

import io.lotse.contracts.ports.Protocol;

/** The sockets that are bound on this host, as the operating system tells. Blocks. */
interface SocketTable {
    /**
     * The sockets bound to these ports, with their processes where this user may see them.
     *
     * @return in the order of ports
     */
    List<BoundSocket> bound(Protocol protocol, IntPredicate ports);

    /** The table of this operating system. */
    static SocketTable ofThisSystem() {
        return Systems.isLinux() ? new ProcSocketTable() : new OshiSocketTable(Systems::oshi);
    }
}
