package io.lotse.registry;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.StartOrder;

/** Which instances need which. */
final class Dependencies {
    private Dependencies() {}

    /**
     * Checks what a new instance says it needs. An instance that is not registered may still be named by others: a new
     * one of that id can close a circle.
     *
     * @param needsOf what an instance needs, by its id; null if there is no such instance
     * @throws ContractException {@link ProblemCode#UNKNOWN_DEPENDENCY} or {@link ProblemCode#DEPENDENCY_CYCLE}
     */
    static void check(String serviceId, List<String> needs, Function<String, List<String>> needsOf) {
        if (needs.contains(serviceId)) {
            throw circle(List.of(serviceId, serviceId));
        }
        List<String> unknown =
                needs.stream().filter(id -> needsOf.apply(id) == null).toList();
        if (!unknown.isEmpty()) {
            throw unknown(unknown);
        }
        circleThrough(serviceId, needs, needsOf);
    }

    /** The failure for dependencies that are not registered. */
    static ContractException unknown(List<String> ids) {
        String message =
                "not registered: " + String.join(", ", ids) + "; register what is needed first, or leave it out";
        return new ContractException(
                ProblemCode.UNKNOWN_DEPENDENCY,
                "dependencies " + message,
                List.of(new FieldError("dependencies", message)));
    }

    private static void circleThrough(String serviceId, List<String> needs, Function<String, List<String>> needsOf) {
        Map<String, String> neededBy = new HashMap<>();
        Deque<String> open = new ArrayDeque<>();
        for (String need : needs) {
            neededBy.put(need, serviceId);
            open.add(need);
        }
        while (!open.isEmpty()) {
            String id = open.poll();
            List<String> known = needsOf.apply(id);
            for (String need : known == null ? List.<String>of() : known) {
                if (need.equals(serviceId)) {
                    throw circle(path(serviceId, id, neededBy));
                }
                if (neededBy.putIfAbsent(need, id) == null) {
                    open.add(need);
                }
            }
        }
    }

    private static List<String> path(String serviceId, String last, Map<String, String> neededBy) {
        Deque<String> path = new ArrayDeque<>(List.of(serviceId));
        for (String id = last; !id.equals(serviceId); id = neededBy.get(id)) {
            path.addFirst(id);
        }
        path.addFirst(serviceId);
        return List.copyOf(path);
    }

    private static ContractException circle(List<String> path) {
        String message = String.join(" needs ", path) + ": leave one of these dependencies out";
        return new ContractException(
                ProblemCode.DEPENDENCY_CYCLE, message, List.of(new FieldError("dependencies", message)));
    }

    /**
     * The instances in stages: those of a stage need only those of earlier ones. Where ids that were registered at the
     * same time form a circle, those that cannot be ordered are the last stage.
     */
    static StartOrder startOrder(Collection<Instance> instances) {
        TreeMap<String, Instance> byId = new TreeMap<>();
        instances.forEach(i -> byId.put(i.serviceId(), i));
        TreeSet<String> missing = new TreeSet<>();
        Map<String, Integer> waitsFor = new TreeMap<>();
        Map<String, List<String>> neededBy = new HashMap<>();
        for (Instance instance : byId.values()) {
            int present = 0;
            for (String need : instance.dependencies()) {
                if (byId.containsKey(need)) {
                    present++;
                    neededBy.computeIfAbsent(need, n -> new ArrayList<>()).add(instance.serviceId());
                } else {
                    missing.add(need);
                }
            }
            waitsFor.put(instance.serviceId(), present);
        }
        return new StartOrder(stages(waitsFor, neededBy), List.copyOf(missing));
    }

    private static List<List<String>> stages(Map<String, Integer> waitsFor, Map<String, List<String>> neededBy) {
        List<List<String>> stages = new ArrayList<>();
        TreeSet<String> ready = new TreeSet<>();
        waitsFor.forEach((id, count) -> {
            if (count == 0) {
                ready.add(id);
            }
        });
        while (!ready.isEmpty()) {
            List<String> stage = List.copyOf(ready);
            stages.add(stage);
            ready.clear();
            for (String id : stage) {
                waitsFor.remove(id);
                for (String dependent : neededBy.getOrDefault(id, List.of())) {
                    if (waitsFor.merge(dependent, -1, Integer::sum) == 0) {
                        ready.add(dependent);
                    }
                }
            }
        }
        if (!waitsFor.isEmpty()) {
            stages.add(List.copyOf(waitsFor.keySet()));
        }
        return stages;
    }
}
