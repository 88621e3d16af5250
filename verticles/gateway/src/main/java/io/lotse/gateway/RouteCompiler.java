package io.lotse.gateway;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;

import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.Service;

/**
 * Makes a service's route. An instance at a loopback or wildcard address can be reached from its own host only: on
 * other hosts the route leads through that host's gateways.
 */
final class RouteCompiler {
    private final String ownHost;
    private final LongSupplier nanoClock;

    RouteCompiler(String ownHost, LongSupplier nanoClock) {
        this.ownHost = ownHost;
        this.nanoClock = nanoClock;
    }

    /** @param before the route until now, whose endpoints keep their state; null for a new service */
    Route compile(Service service, Peers peers, Route before) {
        Map<SocketAddress, Endpoint> known = new LinkedHashMap<>();
        if (before != null) {
            before.endpoints(false).forEach(e -> known.put(e.address(), e));
        }
        List<Endpoint> direct = new ArrayList<>();
        Map<String, Integer> remote = new LinkedHashMap<>();
        for (Instance instance : service.active()) {
            if (instance.protocol() == Protocol.UDP) {
                continue;
            }
            if (isLocal(instance.ipAddress()) && !ownHost.equals(instance.host())) {
                remote.merge(instance.host(), 1, Integer::sum);
            } else {
                direct.add(endpoint(directAddress(instance), false, known));
            }
        }
        List<Endpoint> all = new ArrayList<>(direct);
        remote.forEach((host, instances) -> addGateways(all, peers.on(host), instances, known));
        String prefix = "/api/" + service.name();
        return new Route(service.name(), prefix, all, direct, whyEmpty(service, remote.keySet()));
    }

    /** A host gets as many turns as it has instances, and each of its gateways at least one. */
    private void addGateways(
            List<Endpoint> all, List<SocketAddress> gateways, int instances, Map<SocketAddress, Endpoint> known) {
        int turns = gateways.isEmpty() ? 0 : Math.max(instances, gateways.size());
        for (int i = 0; i < turns; i++) {
            all.add(endpoint(gateways.get(i % gateways.size()), true, known));
        }
    }

    private Endpoint endpoint(SocketAddress address, boolean gateway, Map<SocketAddress, Endpoint> known) {
        Endpoint before = known.get(address);
        if (before != null && before.isGateway() == gateway) {
            return before;
        }
        Endpoint endpoint = new Endpoint(address, gateway, nanoClock);
        known.put(address, endpoint);
        return endpoint;
    }

    private static SocketAddress directAddress(Instance instance) {
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(instance.ipAddress());
        String host = instance.ipAddress();
        if (literal != null && literal.isAnyLocalAddress()) {
            host = literal.getAddress().length == 4 ? "127.0.0.1" : "::1";
        }
        return SocketAddress.inetSocketAddress(instance.port(), host);
    }

    private static boolean isLocal(String address) {
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(address);
        return literal == null
                ? "localhost".equalsIgnoreCase(address)
                : literal.isLoopbackAddress() || literal.isAnyLocalAddress();
    }

    private static String whyEmpty(Service service, Set<String> hosts) {
        if (!hosts.isEmpty()) {
            return service.name() + " listens at loopback addresses of " + String.join(", ", hosts)
                    + " only, and no gateway is known there: start a node on that host";
        }
        return "none of the " + service.instances().size() + " instances of " + service.name()
                + " is active and speaks TCP: send a heartbeat, or register another";
    }
}
