package io.lotse.gateway;

import java.net.InetAddress;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;

import io.lotse.contracts.cluster.Members;

/** Knows the gateways of other hosts by their addresses, for anybody can claim to be one. */
final class OtherGateways {
    private final String host;
    private volatile Set<InetAddress> addresses = Set.of();
    private volatile int count;

    /** @param host the name of this node's host, whose gateways send nothing on to each other */
    OtherGateways(String host) {
        this.host = host;
    }

    void membersChanged(Members members) {
        count = (int) members.nodes().stream().filter(n -> n.gateway() != null).count();
        addresses = members.nodes().stream()
                .filter(n -> n.host() != null && !n.host().equals(host))
                .map(n -> Peers.address(n.gateway()))
                .filter(Objects::nonNull)
                .map(a -> ip(a.host()))
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** How many gateways the mesh has, this node's among them; 0 while that is not known. */
    int count() {
        return count;
    }

    /** Whether the request comes from the address of another host's gateway. */
    boolean sent(HttpServerRequest request) {
        return haveOneAt(ip(request.remoteAddress().hostAddress()));
    }

    /** Whether another host's gateway is at the address; null for an unknown one. */
    boolean haveOneAt(InetAddress address) {
        return address != null && addresses.contains(address);
    }

    /** Null if the text is no address. */
    private static InetAddress ip(String text) {
        return text == null ? null : NetUtil.createInetAddressFromIpAddressString(text);
    }
}
