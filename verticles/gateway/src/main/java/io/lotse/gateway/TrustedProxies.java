package io.lotse.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** The proxies in front of the gateway that are believed when they say for whom they ask. */
final class TrustedProxies {
    static final TrustedProxies NONE = new TrustedProxies(List.of());
    private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("X-Forwarded-For");

    private final List<IpSubnetFilterRule> networks;

    /**
     * @param networks such as {@code 10.0.0.0/8}; an address alone is a network of one
     * @throws IllegalArgumentException that names one that is none
     */
    TrustedProxies(List<String> networks) {
        this.networks = networks.stream().map(TrustedProxies::network).toList();
    }

    private static IpSubnetFilterRule network(String text) {
        int slash = text.indexOf('/');
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
        try {
            if (address != null) {
                int bits = address.getAddress().length * 8;
                int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
                return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new IllegalArgumentException(text + " is no network: give one such as 10.0.0.0/8 or 192.0.2.7");
    }

    /**
     * The address that a request comes from: of whoever sent it, or whom a trusted one of them names in {@code X-Forwarded-For}. Read
     * from the right, for what is left of the first stranger is only what that one says.
     */
    String client(HttpServerRequest request) {
        String sender = request.remoteAddress().hostAddress();
        return networks.isEmpty() || !isTrusted(sender) ? sender : behind(sender, request);
    }

    private String behind(String sender, HttpServerRequest request) {
        String[] way = String.join(",", request.headers().getAll(FORWARDED_FOR)).split(",");
        String client = sender;
        for (int i = way.length - 1; i >= 0; i--) {
            String address = bare(way[i].strip());
            if (NetUtil.createInetAddressFromIpAddressString(address) == null) {
                return client;
            }
            client = address;
            if (!isTrusted(address)) {
                return client;
            }
        }
        return client;
    }

    private boolean isTrusted(String text) {
        InetAddress address = text == null ? null : NetUtil.createInetAddressFromIpAddressString(text);
        return address != null && haveOneAt(address);
    }

    /** Whether one of them is at the address. */
    boolean haveOneAt(InetAddress address) {
        InetSocketAddress whole = new InetSocketAddress(address, 0);
        return networks.stream().anyMatch(n -> n.matches(whole));
    }

    /** Without a port and the brackets of IPv6. */
    private static String bare(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? text : text.substring(1, end);
        }
        int colon = text.indexOf(':');
        return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
    }
}
