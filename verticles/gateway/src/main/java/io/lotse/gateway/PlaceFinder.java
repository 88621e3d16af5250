package io.lotse.gateway;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;

import io.lotse.contracts.Counts;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.Service;

/**
 * Finds the places of a service. An instance at a loopback or wildcard address can be reached from its own host only: on
 * other hosts the way leads through that host's gateways.
 */
final class PlaceFinder {
    private final String ownHost;

    PlaceFinder(String ownHost) {
        this.ownHost = ownHost;
    }

    /**
     * @param direct the instances' own addresses
     * @param gateways of the hosts whose instances cannot be reached from here
     * @param whyNone what to tell a client when there is no place, or none that is direct; empty where there is one
     */
    record Found(List<Place> direct, List<Place> gateways, String whyNone) {}

    /** @param which the instances that are meant */
    Found find(String name, Service service, InstanceFilter which, Peers peers) {
        if (service == null) {
            return new Found(List.of(), List.of(), "no instance of " + which.describe(name) + " is registered");
        }
        List<Place> direct = new ArrayList<>();
        Map<String, Integer> remote = new LinkedHashMap<>();
        for (Instance instance : service.active()) {
            if (instance.protocol() == Protocol.UDP || !which.takes(instance)) {
                continue;
            }
            int weight = InstanceMetadata.weight(instance);
            if (isLocal(instance.ipAddress()) && !ownHost.equals(instance.host())) {
                remote.merge(instance.host(), weight, Integer::sum);
            } else {
                direct.add(new Place(
                        instance.serviceId(),
                        directAddress(instance),
                        false,
                        weight,
                        InstanceMetadata.zone(instance),
                        InstanceMetadata.isHttp2(instance)));
            }
        }
        List<Place> gateways = new ArrayList<>();
        // another host's gateway would mix the versions
        if (which.version() == null) {
            remote.forEach((host, weight) -> addGateways(gateways, peers.on(host), weight));
        }
        return new Found(direct, gateways, direct.isEmpty() ? whyNone(name, which, service, remote.keySet()) : "");
    }

    /** A host gets the weight of its instances, and each of its gateways a part of it. */
    private static void addGateways(List<Place> places, List<SocketAddress> gateways, int weight) {
        int count = gateways.size();
        for (int i = 0; i < count; i++) {
            int part = Math.max(1, (weight + count - 1 - i) / count);
            SocketAddress address = gateways.get(i);
            places.add(new Place(address.toString(), address, true, part, null, false));
        }
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

    private static String whyNone(String service, InstanceFilter which, Service now, Set<String> hosts) {
        String name = which.describe(service);
        if (!hosts.isEmpty() && which.version() != null) {
            return name + " listens at loopback addresses of " + String.join(", ", hosts)
                    + " only, whose gateways would mix its versions: let it listen at an address that others reach";
        }
        if (!hosts.isEmpty()) {
            return name + " listens at loopback addresses of " + String.join(", ", hosts)
                    + " only, and no gateway is known there: start a node on that host";
        }
        return "of " + Counts.of(now.instances().size(), "instance") + " of " + name + " none"
                + " is active and speaks TCP: send a heartbeat, or register another";
    }
}
