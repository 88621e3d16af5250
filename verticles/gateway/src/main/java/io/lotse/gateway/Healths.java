package io.lotse.gateway;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.lotse.contracts.gateway.CircuitChange;
import io.lotse.contracts.gateway.CircuitState;
import io.lotse.contracts.gateway.UpstreamState;

/** What all event loops of this node know of the instances' health. */
final class Healths {
    private final String gateway;
    private final LongSupplier nanoClock;
    private volatile Consumer<CircuitChange> publisher = change -> {};
    /** A group lives for as long as a route holds it. */
    private final Map<Key, WeakReference<HealthGroup>> groups = new ConcurrentHashMap<>();

    /** An instance as figures name it. */
    record Instance(String service, String id) {}

    private record Key(String service, InstanceFilter which, WatchRule rule) {}

    /** @param gateway stands for this gateway in what is told to others */
    Healths(String gateway, LongSupplier nanoClock) {
        this.gateway = gateway;
        this.nanoClock = nanoClock;
    }

    /** Tells changes of circuits that this node found out itself, from now on. */
    void publishTo(Consumer<CircuitChange> others) {
        publisher = others;
    }

    /** The group of a service's instances under a rule; the same for all that ask alike. */
    HealthGroup group(String service, InstanceFilter which, WatchRule rule) {
        groups.values().removeIf(g -> g.get() == null);
        BiConsumer<Place, CircuitState> onCircuit =
                (place, state) -> publisher.accept(new CircuitChange(service, place.id(), state, gateway));
        HealthGroup fresh = new HealthGroup(rule, nanoClock, onCircuit);
        WeakReference<HealthGroup> kept = groups.compute(
                new Key(service, which, rule),
                (k, held) -> held == null || held.get() == null ? new WeakReference<>(fresh) : held);
        HealthGroup group = kept.get();
        return group == null ? fresh : group;
    }

    /** Another gateway found a circuit open: opens the own ones to the same instance. */
    void hear(CircuitChange change) {
        if (change.state() != CircuitState.OPEN || gateway.equals(change.gateway())) {
            return;
        }
        groups.forEach((key, reference) -> {
            HealthGroup group = key.service().equals(change.service()) ? reference.get() : null;
            if (group != null) {
                group.members().forEach((place, health) -> {
                    if (health.breaker() != null && place.id().equals(change.serviceId())) {
                        health.breaker().hintOpen();
                    }
                });
            }
        });
    }

    /** What is known of each instance, by each rule that it is watched by. */
    Map<Instance, List<Health>> byInstance() {
        Map<Instance, List<Health>> instances = new HashMap<>();
        groups.forEach((key, reference) -> {
            HealthGroup group = reference.get();
            if (group != null) {
                group.members().forEach((place, health) -> instances
                        .computeIfAbsent(new Instance(key.service(), place.id()), i -> new ArrayList<>(2))
                        .add(health));
            }
        });
        return instances;
    }

    /** How the instances are that requests were shared among; one that is watched by several rules is there several times. */
    List<UpstreamState> states() {
        List<UpstreamState> states = new ArrayList<>();
        groups.forEach((key, reference) -> {
            HealthGroup group = reference.get();
            if (group != null) {
                group.members().forEach((place, health) -> states.add(state(key.service(), place, health)));
            }
        });
        return states;
    }

    private static UpstreamState state(String service, Place place, Health health) {
        return new UpstreamState(
                service,
                place.id(),
                place.endpoint(),
                health.isEjected(),
                health.failures(),
                health.breaker() == null ? null : health.breaker().state());
    }
}
