package io.lotse.registry;

import java.util.Arrays;
import java.util.Optional;

import io.netty.util.NetUtil;

import io.lotse.contracts.host.HostFacts;
import io.lotse.meshview.MeshSnapshot;

/**
 * Where an address lies.
 *
 * @param host the host's name, which is the space of its ports; the address itself, however it was
 *     written, where no host is known to have it
 * @param mayHaveAgent whether it is worth asking the host's agent
 * @param hasAgent whether the host's agent is known: then its silence is a failure
 */
record Placement(String host, boolean mayHaveAgent, boolean hasAgent) {
    /** How an IPv6 address begins that stands for an IPv4 one. */
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    /**
     * @param ip an IP address or localhost
     * @param ownHost the name of the host this node runs on
     */
    static Placement of(String ip, String ownHost, MeshSnapshot snapshot) {
        Optional<HostFacts> own = snapshot.host(ownHost);
        if (isLocal(ip) || own.filter(facts -> has(facts, ip)).isPresent()) {
            return new Placement(ownHost, true, own.isPresent());
        }
        return snapshot.hosts().stream()
                .filter(facts -> has(facts, ip))
                .findFirst()
                .map(facts -> new Placement(facts.host(), true, true))
                .orElseGet(() -> new Placement(NetUtil.bytesToIpAddress(bytes(ip)), false, false));
    }

    /** Loopback and wildcard addresses mean the host that is asked. */
    private static boolean isLocal(String ip) {
        byte[] bytes = bytes(ip);
        if (bytes == null) {
            return true;
        }
        boolean wildcard = Arrays.equals(bytes, new byte[bytes.length]);
        if (bytes.length == 4) {
            return wildcard || bytes[0] == 127;
        }
        byte[] loopback = new byte[16];
        loopback[15] = 1;
        return wildcard || Arrays.equals(bytes, loopback);
    }

    private static boolean has(HostFacts facts, String ip) {
        byte[] wanted = bytes(ip);
        return facts.addresses().stream().anyMatch(a -> Arrays.equals(bytes(a), wanted));
    }

    /** Null for a name, of which only localhost is let through. An IPv4 address in IPv6's clothes is that IPv4 address. */
    private static byte[] bytes(String ip) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(ip);
        boolean mapped =
                bytes != null && bytes.length == 16 && Arrays.equals(bytes, 0, MAPPED.length, MAPPED, 0, MAPPED.length);
        return mapped ? Arrays.copyOfRange(bytes, MAPPED.length, bytes.length) : bytes;
    }
}
