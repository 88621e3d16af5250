package io.lotse.connection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The order in which instances are restarted: none before those that it needs, also by way of others. */
final class Stages {
    private Stages() {}

    /**
     * The ids in stages: those of a stage need only those of earlier stages. Where they need each other in a circle,
     * all that is left is one last stage.
     *
     * @param ids what is to be ordered
     * @param dependencies the ids that an id needs, of these and of others
     */
    static List<List<String>> of(Collection<String> ids, Function<String, List<String>> dependencies) {
        Map<String, Set<String>> needs = needs(ids, dependencies);
        Set<String> left = new TreeSet<>(ids);
        List<List<String>> stages = new ArrayList<>();
        while (!left.isEmpty()) {
            List<String> free = left.stream()
                    .filter(id -> needs.get(id).stream().noneMatch(left::contains))
                    .toList();
            List<String> stage = free.isEmpty() ? List.copyOf(left) : free;
            stages.add(stage);
            stage.forEach(left::remove);
        }
        return stages;
    }

    /** Of each those of the others that it needs, directly or not. */
    static Map<String, Set<String>> needs(Collection<String> ids, Function<String, List<String>> dependencies) {
        Map<String, Set<String>> needs = new HashMap<>();
        for (String id : ids) {
            Set<String> seen = new HashSet<>();
            Deque<String> open = new ArrayDeque<>(dependencies.apply(id));
            while (!open.isEmpty()) {
                String needed = open.pop();
                if (seen.add(needed)) {
                    open.addAll(dependencies.apply(needed));
                }
            }
            seen.remove(id);
            seen.retainAll(ids);
            needs.put(id, seen);
        }
        return needs;
    }
}
