package io.lotse.observer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.lotse.contracts.registry.Instance;

/**
 * Which instances this node checks, and when within the interval: each has its slot by its id, so that the checks
 * are spread however many nodes start at once.
 */
final class PollPlan {
    static final PollPlan NOTHING = new PollPlan(1);

    private final List<List<String>> slots;
    private final Set<String> mine = new HashSet<>();

    private PollPlan(int slotCount) {
        slots = new ArrayList<>(slotCount);
        for (int i = 0; i < slotCount; i++) {
            slots.add(new ArrayList<>());
        }
    }

    static PollPlan of(Collection<Instance> instances, Shares shares, Predicate<Instance> checkable, int slotCount) {
        PollPlan plan = new PollPlan(slotCount);
        for (Instance instance : instances) {
            if (checkable.test(instance) && shares.mine(instance)) {
                plan.mine.add(instance.serviceId());
                long slot = Math.floorMod(Hash.of(instance.serviceId()), (long) slotCount);
                plan.slots.get((int) slot).add(instance.serviceId());
            }
        }
        return plan;
    }

    /** The ids whose turn it is in a slot; slots are counted on from interval to interval. */
    List<String> due(long slot) {
        return slots.get((int) Math.floorMod(slot, (long) slots.size()));
    }

    /** Those that were not in an earlier plan. */
    List<String> beyond(PollPlan earlier) {
        return mine.stream().filter(id -> !earlier.isMine(id)).toList();
    }

    boolean isMine(String serviceId) {
        return mine.contains(serviceId);
    }

    int size() {
        return mine.size();
    }
}
