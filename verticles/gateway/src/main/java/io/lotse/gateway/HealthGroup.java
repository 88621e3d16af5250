package io.lotse.gateway;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

import io.lotse.contracts.gateway.CircuitState;

/** The health of the instances that requests are shared among, by one rule. Seen by all event loops of this node. */
final class HealthGroup {
    private final WatchRule rule;
    private final LongSupplier nanoClock;
    private final BiConsumer<Place, CircuitState> onCircuit;
    private final Map<Place, Health> members = new ConcurrentHashMap<>();

    /** @param onCircuit told each change of a circuit that this node found out itself */
    HealthGroup(WatchRule rule, LongSupplier nanoClock, BiConsumer<Place, CircuitState> onCircuit) {
        this.rule = rule;
        this.nanoClock = nanoClock;
        this.onCircuit = onCircuit;
    }

    /** The health of the instance at a place, which is known for as long as {@link #retain} names it. */
    Health of(Place place) {
        return members.computeIfAbsent(
                place,
                p -> new Health(
                        rule.ejection(),
                        this,
                        nanoClock,
                        rule.breaker() == null
                                ? null
                                : new Breaker(rule.breaker(), nanoClock, state -> onCircuit.accept(p, state))));
    }

    /** Forgets all others. */
    void retain(Collection<Place> places) {
        Set<Place> kept = new HashSet<>(places);
        members.keySet().retainAll(kept);
    }

    Map<Place, Health> members() {
        return members;
    }

    /** Whether one more may be left out, so that never all and never more than the allowed share are. */
    boolean mayEjectOneMore() {
        int out = 1;
        for (Health health : members.values()) {
            out += health.isEjected() ? 1 : 0;
        }
        return out < members.size()
                && out * 100 <= members.size() * rule.ejection().maxShare();
    }
}
