package io.lotse.hostagent;

import io.lotse.contracts.ports.Protocol;

/**
 * A socket that is bound on this host.
 *
 * @param address the local address
 * @param listening whether it takes whoever comes: a TCP listener, a UDP socket that is connected to nobody
 * @param pid its process; null where this user may not see it
 */
record BoundSocket(Protocol protocol, String address, int port, boolean listening, Long pid) {}
