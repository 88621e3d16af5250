package io.lotse.gateway;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.lotse.contracts.gateway.UpstreamState;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;
import io.lotse.meshview.Service;

/** How this node's gateway finds the instances: those that it asked, and those that nothing is known against. */
final class Upstreams {
    private final Healths healths;
    private final MeshView view;
    private final PlaceFinder finder;

    Upstreams(Healths healths, MeshView view, PlaceFinder finder) {
        this.healths = healths;
        this.view = view;
        this.finder = finder;
    }

    /** By service and id. */
    List<UpstreamState> now() {
        List<UpstreamState> states = new ArrayList<>(healths.states());
        Set<Healths.Instance> watched = states.stream().map(Upstreams::instance).collect(Collectors.toSet());
        MeshSnapshot snapshot = view.snapshot();
        snapshot.services().forEach((name, service) -> service.byEnvironment()
                .forEach((environment, part) -> unasked(name, part, new InstanceFilter(environment, null)).stream()
                        .filter(state -> !watched.contains(instance(state)))
                        .forEach(states::add)));
        states.sort(Comparator.comparing(UpstreamState::service).thenComparing(UpstreamState::serviceId));
        return states;
    }

    private List<UpstreamState> unasked(String name, Service part, InstanceFilter which) {
        return finder.find(name, part, which, Peers.NONE).direct().stream()
                .map(place -> new UpstreamState(name, place.id(), place.endpoint(), false, 0, null))
                .toList();
    }

    private static Healths.Instance instance(UpstreamState state) {
        return new Healths.Instance(state.service(), state.serviceId());
    }
}
