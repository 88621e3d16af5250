package io.lotse.gateway;

import io.vertx.core.net.SocketAddress;

/**
 * Where an instance can be reached: at its own address, or by a gateway of its host.
 *
 * @param id the instance's id; for a gateway its address
 * @param weight its share of the requests, in proportion to the others'
 * @param zone where it stands; null if nobody said
 * @param isHttp2 whether it is asked by HTTP/2 from the first byte on (prior knowledge, RFC 9113, 3.3)
 */
record Place(String id, SocketAddress address, boolean isGateway, int weight, String zone, boolean isHttp2) {
    /** As people write it, HOST:PORT. */
    String endpoint() {
        return address.host() + ":" + address.port();
    }
}
