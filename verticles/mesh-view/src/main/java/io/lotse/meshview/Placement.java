package io.lotse.meshview;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ports.Protocol;

/**
 * Where the ports of an address lie. Who listens at all addresses of a host, or at one of a host whose addresses are
 * separate, has rivals in other spaces: a port must be free there too. That holds whatever others do at the same time,
 * since {@link #conditions} tie a claim to the facts that the rivals were found by.
 *
 * @param host the name of the host; the address itself where no host is known to have it
 * @param space the name of the space of its ports
 * @param rivals the names of other spaces in which a port must be free, too
 * @param conditions what must hold still when a port is claimed
 * @param mayHaveAgent whether it is worth asking the host's agent
 * @param hasAgent whether the host's agent is known: then its silence is a failure
 * @param probe the address at which a port must be free to be bound
 */
public record Placement(
        String host,
        String space,
        List<String> rivals,
        List<Condition> conditions,
        boolean mayHaveAgent,
        boolean hasAgent,
        String probe) {

    /**
     * @param ip an IP address or localhost
     * @param environment the name of the instance's environment
     * @param ownHost the name of the host this node runs on
     */
    public static Placement of(
            String ip, String environment, Protocol protocol, String ownHost, MeshSnapshot snapshot) {
        IpAddress address = IpAddress.of(ip);
        Optional<HostFacts> own = snapshot.host(ownHost);
        if (isLocal(address) || own.filter(facts -> has(facts, address)).isPresent()) {
            return onHost(ownHost, own, address, environment, protocol, snapshot);
        }
        Optional<HostFacts> known = hostOf(address, snapshot);
        return known.isPresent()
                ? onHost(known.get().host(), known, address, environment, protocol, snapshot)
                : provisional(address, environment, snapshot);
    }

    /** The host that has this address; empty where none is known to, and for loopback, which each has. */
    static Optional<HostFacts> hostOf(IpAddress address, MeshSnapshot snapshot) {
        return address.isLoopback()
                ? Optional.empty()
                : snapshot.hosts().stream().filter(facts -> has(facts, address)).findFirst();
    }

    /** Loopback and wildcard addresses mean the host that is asked. */
    private static boolean isLocal(IpAddress address) {
        return address.isLoopback() || address.isWildcard();
    }

    private static boolean has(HostFacts facts, IpAddress wanted) {
        return facts.addresses().stream().map(IpAddress::of).anyMatch(wanted::equals);
    }

    private static Placement onHost(
            String host,
            Optional<HostFacts> facts,
            IpAddress address,
            String environment,
            Protocol protocol,
            MeshSnapshot snapshot) {
        Optional<Entry> network = network(environment, snapshot);
        boolean separate = facts.filter(HostFacts::separateAddresses).isPresent() && !address.isWildcard();
        Space space = new Space(host, network.isPresent() ? environment : null, separate ? address.inKeys() : null);
        List<Condition> conditions = new ArrayList<>();
        conditions.add(unchanged(LedgerKeys.host(host), snapshot));
        network.ifPresent(e -> conditions.add(Condition.unchanged(e.key(), e.modRevision())));
        Set<String> used = snapshot.spaces(protocol);
        Set<String> rivals = separate ? rivalsOfOne(space, used) : rivalsOfAll(space, facts, used);
        String everywhere = address.isIpv6() ? "::" : "0.0.0.0";
        boolean reachable = network.isEmpty();
        return new Placement(
                host,
                space.name(),
                List.copyOf(rivals),
                conditions,
                reachable,
                reachable && facts.isPresent(),
                separate ? address.toString() : everywhere);
    }

    /** Until a host is known to have it, the address is a space of its own. */
    private static Placement provisional(IpAddress address, String environment, MeshSnapshot snapshot) {
        Optional<Entry> network = network(environment, snapshot);
        Space space = new Space(address.toString(), network.isPresent() ? environment : null, null);
        List<Condition> conditions = network.stream()
                .map(e -> Condition.unchanged(e.key(), e.modRevision()))
                .toList();
        return new Placement(address.toString(), space.name(), List.of(), conditions, false, false, address.toString());
    }

    /** One address has the whole host for a rival, and what the address was before the host was known. */
    private static Set<String> rivalsOfOne(Space space, Set<String> used) {
        Set<String> rivals = new TreeSet<>();
        rivals.add(space.whole().name());
        addProvisional(space.address(), space, used, rivals);
        return rivals;
    }

    /** The whole host has each of its addresses for a rival, also those that it had once. */
    private static Set<String> rivalsOfAll(Space space, Optional<HostFacts> facts, Set<String> used) {
        Set<String> rivals = new TreeSet<>();
        used.stream().filter(name -> name.startsWith(space.addressesBegin())).forEach(rivals::add);
        for (String text : facts.map(HostFacts::addresses).orElse(List.of())) {
            IpAddress address = IpAddress.of(text);
            if (facts.get().separateAddresses()) {
                rivals.add(new Space(space.host(), space.network(), address.inKeys()).name());
            }
            addProvisional(address.toString(), space, used, rivals);
        }
        if (facts.filter(HostFacts::separateAddresses).isPresent()) {
            rivals.add(new Space(
                            space.host(),
                            space.network(),
                            IpAddress.of("localhost").inKeys())
                    .name());
        }
        return rivals;
    }

    private static void addProvisional(String address, Space space, Set<String> used, Set<String> rivals) {
        String provisional = new Space(address, space.network(), null).name();
        if (used.contains(provisional)) {
            rivals.add(provisional);
        }
    }

    /** The record of an environment with a network of its own. */
    private static Optional<Entry> network(String environment, MeshSnapshot snapshot) {
        return snapshot.entry(LedgerKeys.environment(environment))
                .filter(e -> ContractCodec.decode(new JsonObject(e.value()), Environment.class)
                        .separateNetwork());
    }

    private static Condition unchanged(String key, MeshSnapshot snapshot) {
        return Condition.unchanged(
                key, snapshot.entry(key).map(Entry::modRevision).orElse(0L));
    }
}
