package io.lotse.registry;

import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.host.BindProbe;
import io.lotse.contracts.host.BindReport;
import io.lotse.contracts.host.HostContract;
import io.lotse.contracts.host.PortOwner;
import io.lotse.contracts.host.PortOwners;
import io.lotse.contracts.host.PortsQuery;
import io.lotse.contracts.ports.Protocol;
import io.lotse.meshview.Placement;

/** Asks the agent of a host about its ports; where there is none, ports stay unverified. */
final class HostAgents {
    private final EventBus bus;

    HostAgents(EventBus bus) {
        this.bus = bus;
    }

    /**
     * What was found out about ports.
     *
     * @param report which can be bound
     * @param verified whether an agent said so
     */
    record Seen(BindReport report, boolean verified) {}

    /**
     * Which of the ports can be bound, at any address of the host where its ports are one space.
     *
     * @return all of them, unverified, where there is no agent; fails with {@link ProblemCode#HOST_UNREACHABLE} if
     *     there is one that does not answer
     */
    Future<Seen> probe(Placement place, Protocol protocol, List<Integer> ports, int enough) {
        Seen unverified = new Seen(new BindReport(ports, List.of()), false);
        if (!place.mayHaveAgent()) {
            return Future.succeededFuture(unverified);
        }
        return HostContract.PROBE
                .callFor(bus, place.host(), new BindProbe(place.probe(), protocol, ports, enough))
                .map(report -> new Seen(report, true))
                .recover(e -> withoutAnswer(e, place, unverified));
    }

    /** Who listens at the ports: nobody where there is no agent; fails as {@link #probe}. */
    Future<List<PortOwner>> owners(Placement place, Protocol protocol, List<Integer> ports) {
        if (!place.mayHaveAgent()) {
            return Future.succeededFuture(List.of());
        }
        return HostContract.OWNERS
                .callFor(bus, place.host(), new PortsQuery(protocol, ports))
                .map(PortOwners::ports)
                .recover(e -> withoutAnswer(e, place, List.of()));
    }

    private static <T> Future<T> withoutAnswer(Throwable e, Placement place, T unverified) {
        if (!(e instanceof ContractException failure)) {
            return Future.failedFuture(e);
        }
        boolean silent = failure.code() == ProblemCode.NOT_READY || failure.code() == ProblemCode.OUTCOME_UNKNOWN;
        if (!silent) {
            return Future.failedFuture(e);
        }
        if (failure.code() == ProblemCode.NOT_READY && !place.hasAgent()) {
            return Future.succeededFuture(unverified);
        }
        return Future.failedFuture(new ContractException(
                ProblemCode.HOST_UNREACHABLE,
                "the agent of host " + place.host() + " does not answer, so its ports cannot be tried: start the node"
                        + " there, or register from another host"));
    }
}
