package io.lotse.control;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.lotse.contracts.Counts;
import io.lotse.contracts.host.PortSocket;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.PortSpan;
import io.lotse.contracts.ports.Tenancy;
import io.lotse.meshview.EphemeralOverlap;

/** Says why a port is as it is, from every side, and the one thing that mends it. */
final class PortExplainer {
    private static final int MOST_SPEAKERS = 3;
    /** How long Linux keeps a closed connection. */
    private static final int TIME_WAIT_SECONDS = 60;

    private PortExplainer() {}

    static List<PortReason> reasons(PortPicture p) {
        List<PortReason> reasons = new ArrayList<>();
        holder(p, reasons);
        listeners(p, reasons);
        connections(p, reasons);
        place(p, reasons);
        before(p, reasons);
        return reasons;
    }

    private static void holder(PortPicture p, List<PortReason> reasons) {
        if (p.allocation() == null) {
            reasons.add(new PortReason("unallocated", "no instance holds it"));
            return;
        }
        String service = p.instance() == null
                ? ""
                : " of service " + p.instance().serviceName() + " ("
                        + p.instance().environment() + ", "
                        + p.instance().status().wireName() + ")";
        reasons.add(new PortReason(
                "allocated",
                "held by " + p.allocation().serviceId() + service + " since "
                        + time(p.allocation().since())
                        + (p.allocation().verified() ? "" : ", unverified: no agent looked at it")));
    }

    private static void listeners(PortPicture p, List<PortReason> reasons) {
        if (p.facts() == null) {
            reasons.add(new PortReason(
                    "agent-silent", "the agent of " + p.host() + " does not answer: who listens is" + " not known"));
            return;
        }
        for (PortSocket socket : p.takers()) {
            reasons.add(new PortReason("listening", who(socket) + " listens at " + socket.address()));
        }
        p.ownNode()
                .ifPresent(node -> reasons.add(
                        new PortReason("own-node", "that is node " + node.name() + " of this mesh itself")));
        if (p.takers().isEmpty()) {
            reasons.add(new PortReason("nobody-listens", "nobody listens at it"));
        }
        if (p.foreign() != null) {
            reasons.add(new PortReason(
                    "foreign",
                    p.foreign().serviceId() == null
                            ? "that is foreign: no allocation explains it"
                            : "that is foreign: it is none of the processes of "
                                    + p.foreign().serviceId()));
        }
        if (p.facts().unseen() != null) {
            reasons.add(new PortReason(
                    "unseen", "the agent may not see " + p.facts().unseen()));
        }
    }

    private static String who(PortSocket socket) {
        return socket.owner()
                + (socket.user() == null ? "" : " of " + socket.user())
                + (socket.container() == null ? "" : ", in container " + socket.container())
                + (socket.since() == null ? "" : ", started " + time(socket.since()) + ",");
    }

    private static void connections(PortPicture p, List<PortReason> reasons) {
        boolean outgoing = p.takers().isEmpty();
        if (outgoing) {
            p.speakers().stream()
                    .limit(MOST_SPEAKERS)
                    .forEach(socket -> reasons.add(new PortReason(
                            "connection",
                            socket.owner() + " uses it as the local port of a connection to " + socket.peer() + " ("
                                    + socket.state() + ")")));
        } else if (!p.speakers().isEmpty()) {
            reasons.add(new PortReason(
                    "connections",
                    Counts.of(p.speakers().size(), "connection is", "connections are") + " open to who listens"));
        }
        if (p.lingering() > 0) {
            reasons.add(new PortReason(
                    "time-wait",
                    Counts.of(p.lingering(), "closed connection lingers", "closed connections linger")
                            + " in TIME_WAIT: a server that sets SO_REUSEADDR can bind" + " it all the same"));
        }
    }

    private static void place(PortPicture p, List<PortReason> reasons) {
        p.reservedIn()
                .ifPresent(e -> reasons.add(new PortReason(
                        "reserved",
                        "reserved in " + e.environment() + " (reserved_ports): no instance there is given it")));
        List<String> ranges = p.environments().stream()
                .flatMap(e -> range(e, p.port()).stream())
                .toList();
        reasons.add(
                ranges.isEmpty()
                        ? new PortReason("outside-ranges", "it lies in no environment's range")
                        : new PortReason("range", "it lies in the range of " + String.join(" and of ", ranges)));
        if (p.facts() == null) {
            return;
        }
        if (p.facts().kernelReserved()) {
            reasons.add(new PortReason(
                    "kernel-reserved", "the kernel keeps it from outgoing connections (ip_local_reserved_ports)"));
        } else if (p.isEphemeral()) {
            reasons.add(new PortReason(
                    "ephemeral",
                    "it lies in " + p.facts().ephemeralPorts() + ", which the kernel hands out to outgoing"
                            + " connections: any program may have it for a while"));
        }
        if (p.facts().privileged()) {
            reasons.add(new PortReason("privileged", "it lies below 1024 and the node's user may not bind such ports"));
        }
    }

    private static Optional<String> range(EnvironmentConfig e, int port) {
        String types = e.serviceTypeRanges().entrySet().stream()
                .filter(type -> type.getValue().contains(port))
                .map(type -> type.getKey() + " " + type.getValue())
                .sorted()
                .collect(Collectors.joining(", "));
        if (!types.isEmpty()) {
            return Optional.of(e.environment() + " (" + types + ")");
        }
        return e.defaultPortRange().contains(port)
                ? Optional.of(e.environment() + " (" + e.defaultPortRange() + ")")
                : Optional.empty();
    }

    private static void before(PortPicture p, List<PortReason> reasons) {
        p.restsUntil()
                .ifPresent(end -> reasons.add(new PortReason(
                        "quarantined",
                        "it rests until " + time(end)
                                + ": until then no service but the last one is given it, since clients may"
                                + " still take it for that")));
        for (Tenancy tenancy : p.history()) {
            reasons.add(new PortReason(
                    "held-before",
                    "before, " + tenancy.serviceId()
                            + (tenancy.serviceName() == null ? "" : " of service " + tenancy.serviceName())
                            + " held it, " + time(tenancy.since()) + " to " + time(tenancy.until()) + " ("
                            + tenancy.ended().name().toLowerCase(java.util.Locale.ROOT) + ")"));
        }
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Null where nothing is to mend. */
    static Remedy remedy(PortPicture p) {
        if (p.ownNode().isPresent()) {
            String name = p.ownNode().get().name();
            return new Remedy("to have it, stop node " + name, "lotse stop --name " + name);
        }
        // a foreign listener is told every few seconds only: it may have ended meanwhile
        if (!p.takers().isEmpty() && (p.foreign() != null || p.allocation() == null)) {
            return end(p, p.takers().get(0));
        }
        if (p.allocation() != null) {
            boolean mute = p.facts() != null && p.takers().isEmpty();
            String id = p.allocation().serviceId();
            return new Remedy(
                    mute ? "if " + id + " is gone for good, give its port back" : "to have it, end " + id + ", or",
                    "lotse deregister " + id);
        }
        return whileFree(p);
    }

    private static Remedy end(PortPicture p, PortSocket socket) {
        if (socket.container() != null) {
            return new Remedy(
                    "end the container, if it is yours and you want the port", "docker stop " + socket.container());
        }
        if (p.mayEnd(socket)) {
            return new Remedy("end it, if you want the port", "kill " + socket.pid());
        }
        return new Remedy(
                (socket.user() == null ? "ask who runs it" : "ask " + socket.user())
                        + " to end it, or take another port",
                null);
    }

    private static Remedy whileFree(PortPicture p) {
        if (p.reservedIn().isPresent()) {
            return unreserve(p.reservedIn().get(), p.port());
        }
        if (p.facts() != null && p.facts().privileged()) {
            return new Remedy(
                    "let every user bind it and those above, as root",
                    "sysctl -w net.ipv4.ip_unprivileged_port_start=" + p.port());
        }
        if (p.isEphemeral() && !p.facts().kernelReserved()) {
            return EphemeralOverlap.of(
                            List.of(new PortRange(p.port(), p.port())),
                            p.facts().ephemeralPorts(),
                            p.keptByKernel())
                    .map(overlap -> new Remedy("keep it from outgoing connections, as root", overlap.remedy()))
                    .orElse(null);
        }
        Optional<Instant> rests = p.restsUntil();
        if (rests.isPresent()) {
            long seconds = Math.max(1, Duration.between(p.at(), rests.get()).toSeconds());
            return new Remedy("wait " + seconds + " s, or wish it with --ignore-quarantine", null);
        }
        return p.lingering() > 0 ? new Remedy("wait " + TIME_WAIT_SECONDS + " s", null) : null;
    }

    /** A port is taken off the list, but no span of which it is one of many. */
    private static Remedy unreserve(EnvironmentConfig e, int port) {
        String text = "take it off the reserved ports of " + e.environment();
        boolean alone = e.reservedPorts().contains(PortSpan.of(port));
        String others = e.reservedPorts().stream()
                .filter(span -> !span.equals(PortSpan.of(port)))
                .map(Object::toString)
                .collect(Collectors.joining(","));
        String command = "lotse config set --environment " + e.environment() + " reserved_ports=" + others;
        return new Remedy(text, alone && !others.isEmpty() ? command : null);
    }
}
