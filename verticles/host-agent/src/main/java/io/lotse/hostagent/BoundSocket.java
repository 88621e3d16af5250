package io.lotse.hostagent;

import io.lotse.contracts.host.PortSocket;
import io.lotse.contracts.ports.Protocol;

/**
 * A socket that has a port of this host.
 *
 * @param address the local address
 * @param state as {@link PortSocket} names it
 * @param peer whom it speaks with, ADDRESS:PORT; null for nobody
 * @param pid its process; null where there is none or this user may not see it
 */
record BoundSocket(Protocol protocol, String address, int port, String state, String peer, Long pid) {
    /** Whether it takes whoever comes: a TCP listener, a UDP socket that is connected to nobody. */
    boolean listening() {
        return state.equals(PortSocket.LISTEN) || state.equals(PortSocket.BOUND);
    }
}
