package io.lotse.gateway;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.vertx.core.net.SocketAddress;

import io.lotse.contracts.cluster.Members;
import io.lotse.contracts.cluster.NodeInfo;

/** The gateways of the other hosts. */
final class Peers {
    static final Peers NONE = new Peers(Map.of());

    private final Map<String, List<SocketAddress>> gateways;

    private Peers(Map<String, List<SocketAddress>> gateways) {
        this.gateways = gateways;
    }

    static Peers of(Members members) {
        Map<String, List<SocketAddress>> gateways = new HashMap<>();
        for (NodeInfo node : members.nodes()) {
            SocketAddress address = address(node.gateway());
            if (address != null && node.host() != null) {
                gateways.computeIfAbsent(node.host(), h -> new ArrayList<>()).add(address);
            }
        }
        return new Peers(gateways);
    }

    /** The gateways of a host; empty if none is known. */
    List<SocketAddress> on(String host) {
        return gateways.getOrDefault(host, List.of());
    }

    /** Null if the text is no such URL. */
    static SocketAddress address(String url) {
        if (url == null) {
            return null;
        }
        try {
            URI uri = new URI(url);
            return uri.getHost() == null || uri.getPort() <= 0
                    ? null
                    : SocketAddress.inetSocketAddress(uri.getPort(), unbracketed(uri.getHost()));
        } catch (URISyntaxException notAnAddress) {
            return null;
        }
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
