package io.lotse.dns;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;

import io.lotse.contracts.faults.DnsFailure;
import io.lotse.contracts.registry.Instance;
import io.lotse.dns.ZoneTree.Node;
import io.lotse.meshview.Freshness;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/** Answers from the view alone; an instance that cannot be reached from here is in no answer. */
final class Zone {
    /** All instances weigh the same. */
    private static final int PRIORITY = 1;

    private static final int WEIGHT = 1;

    private final String origin;
    private final DnsConfig config;
    private final MeshView view;
    private final ZoneTree tree;
    private final Addresses addresses;
    private final DnsFaults faults;

    Zone(DnsConfig config, MeshView view, ViewNames names) {
        this.origin = config.zone();
        this.config = config;
        this.view = view;
        this.tree = new ZoneTree(names, config.environment());
        this.addresses = new Addresses(config.host());
        this.faults = new DnsFaults(view);
    }

    Answer answer(Query query) {
        String name = query.name().lower();
        DnsRecordType type = query.type();
        boolean inZone = name.equals(origin) || name.endsWith("." + origin);
        boolean inClass = query.qclass() == Query.CLASS_IN || query.qclass() == Query.CLASS_ANY;
        if (!inZone || !inClass || type.equals(DnsRecordType.AXFR) || type.equals(DnsRecordType.IXFR)) {
            return Answer.failure(DnsResponseCode.REFUSED);
        }
        MeshSnapshot snapshot = view.snapshot();
        Freshness freshness = view.freshness();
        if (snapshot.revision() == 0 && freshness.stale()) {
            // before the first look at the ledger "no such name" would be a guess, and resolvers would keep it
            return Answer.failure(DnsResponseCode.SERVFAIL);
        }
        String relative = name.equals(origin) ? "" : name.substring(0, name.length() - origin.length() - 1);
        Optional<Node> node = tree.find(relative, snapshot);
        if (node.isEmpty()) {
            return Answer.nothing(DnsResponseCode.NXDOMAIN, startOfAuthority(snapshot));
        }
        Optional<DnsFailure> failure = faults.failure(node.get(), query);
        if (failure.isPresent()) {
            return failure.get() == DnsFailure.SERVFAIL
                    ? Answer.failure(DnsResponseCode.SERVFAIL)
                    : Answer.nothing(DnsResponseCode.NXDOMAIN, startOfAuthority(snapshot));
        }
        List<ResourceRecord> records = records(name, node.get(), type, snapshot);
        return records.isEmpty()
                ? Answer.nothing(DnsResponseCode.NOERROR, startOfAuthority(snapshot))
                : Answer.found(records, additional(node.get(), records, snapshot));
    }

    private List<ResourceRecord> records(String name, Node node, DnsRecordType type, MeshSnapshot snapshot) {
        if (type.equals(DnsRecordType.ANY)) {
            // one set of records is enough of an answer (RFC 8482)
            return Stream.of(DnsRecordType.SOA, DnsRecordType.A, DnsRecordType.AAAA, DnsRecordType.SRV)
                    .map(each -> records(name, node, each, snapshot))
                    .filter(records -> !records.isEmpty())
                    .findFirst()
                    .orElse(List.of());
        }
        if (type.equals(DnsRecordType.A) || type.equals(DnsRecordType.AAAA)) {
            return node.routesOnly() ? List.of() : addressRecords(name, type, reached(node, snapshot));
        }
        if (type.equals(DnsRecordType.SRV)) {
            return routes(name, node.instances(), snapshot);
        }
        if (node.top() && type.equals(DnsRecordType.SOA)) {
            return List.of(startOfAuthority(snapshot));
        }
        if (node.top() && type.equals(DnsRecordType.NS)) {
            return List.of(record(name, type, new ResourceRecord.NameServer(below(ZoneTree.SERVER))));
        }
        return List.of();
    }

    private Set<InetAddress> reached(Node node, MeshSnapshot snapshot) {
        Set<InetAddress> reached = new LinkedHashSet<>();
        if (node.server()) {
            reached.addAll(addresses.of(config.address(), config.host(), snapshot));
        }
        node.instances().forEach(instance -> reached.addAll(addresses.of(instance, snapshot)));
        return reached;
    }

    private List<ResourceRecord> addressRecords(String name, DnsRecordType type, Set<InetAddress> reached) {
        int length = type.equals(DnsRecordType.A) ? 4 : 16;
        return reached.stream()
                .filter(address -> address.getAddress().length == length)
                .map(address -> record(name, type, new ResourceRecord.Address(address)))
                .toList();
    }

    private List<ResourceRecord> routes(String name, List<Instance> instances, MeshSnapshot snapshot) {
        return instances.stream()
                .filter(instance -> isReached(instance, snapshot) && DomainName.isName(target(instance)))
                .map(instance -> record(
                        name,
                        DnsRecordType.SRV,
                        new ResourceRecord.Srv(PRIORITY, WEIGHT, instance.port(), target(instance))))
                .toList();
    }

    private boolean isReached(Instance instance, MeshSnapshot snapshot) {
        return Addresses.isHostName(instance.ipAddress())
                || !addresses.of(instance, snapshot).isEmpty();
    }

    /** The instance's name here; its own, if its address is a host name. */
    private String target(Instance instance) {
        return Addresses.isHostName(instance.ipAddress())
                ? instance.ipAddress()
                : below(instance.serviceId() + "." + ZoneTree.INSTANCES);
    }

    /** Addresses of the targets of SRV and NS records. */
    private List<ResourceRecord> additional(Node node, List<ResourceRecord> records, MeshSnapshot snapshot) {
        DnsRecordType type = records.get(0).type();
        List<ResourceRecord> additional = new ArrayList<>();
        if (type.equals(DnsRecordType.NS)) {
            additional.addAll(bothFamilies(below(ZoneTree.SERVER), reached(Node.NAME_SERVER, snapshot)));
        }
        if (type.equals(DnsRecordType.SRV)) {
            for (Instance instance : node.instances()) {
                additional.addAll(bothFamilies(target(instance), Set.copyOf(addresses.of(instance, snapshot))));
            }
        }
        return additional;
    }

    private List<ResourceRecord> bothFamilies(String name, Set<InetAddress> reached) {
        List<ResourceRecord> records = new ArrayList<>(addressRecords(name, DnsRecordType.A, reached));
        records.addAll(addressRecords(name, DnsRecordType.AAAA, reached));
        return records;
    }

    private ResourceRecord startOfAuthority(MeshSnapshot snapshot) {
        return record(
                origin,
                DnsRecordType.SOA,
                new ResourceRecord.StartOfAuthority(
                        below(ZoneTree.SERVER), below("hostmaster"), snapshot.revision(), ttl()));
    }

    private ResourceRecord record(String owner, DnsRecordType type, ResourceRecord.Data data) {
        return new ResourceRecord(owner, type, ttl(), data);
    }

    private String below(String relative) {
        return relative + "." + origin;
    }

    private long ttl() {
        return config.ttl().toSeconds();
    }
}
