package io.lotse.dns;

import java.util.Optional;

import io.lotse.contracts.faults.DnsFailure;
import io.lotse.contracts.faults.FaultKind;
import io.lotse.dns.ZoneTree.Node;
import io.lotse.meshview.LiveFault;
import io.lotse.meshview.LiveFaults;
import io.lotse.meshview.MeshView;

/** Which queries fail because a test wants it so. */
final class DnsFaults {
    private final LiveFaults live;

    DnsFaults(MeshView view) {
        live = LiveFaults.follow(view);
    }

    /** How a query for the names of a service fails; empty if it does not. */
    Optional<DnsFailure> failure(Node node, Query query) {
        if (node.service() == null) {
            return Optional.empty();
        }
        for (LiveFault fault : live.in(node.environment())) {
            boolean isAbout = fault.rule().kind() == FaultKind.DNS
                    && (fault.rule().service() == null || fault.rule().service().equals(node.service()));
            if (isAbout && fault.meets()) {
                tell(fault, node, query);
                DnsFailure how = fault.rule().dnsAnswer();
                return Optional.of(how == null ? DnsFailure.SERVFAIL : how);
            }
        }
        return Optional.empty();
    }

    private static void tell(LiveFault fault, Node node, Query query) {
        fault.log()
                .info(
                        "event=fault_injected environment={} service={} kind=dns fault={} query={} type={}",
                        node.environment(),
                        node.service(),
                        fault.fault().name(),
                        query.name().lower(),
                        query.type().name());
    }
}
