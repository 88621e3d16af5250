package io.lotse.launcher.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Who said what, and what was wrong with it. */
final class Sources {
    private final Map<Setting, List<Given>> given = new EnumMap<>(Setting.class);
    private final List<String> mistakes = new ArrayList<>();

    /** Those that count more come first. An empty value is none: what starts containers likes to set such ones. */
    void add(Setting setting, Given value) {
        if (!value.text().isBlank()) {
            given.computeIfAbsent(setting, s -> new ArrayList<>()).add(value);
        }
    }

    <T> Optional<T> find(Setting setting, Function<String, T> parser) {
        T first = null;
        for (Given value : given.getOrDefault(setting, List.of())) {
            try {
                T parsed = parser.apply(value.text().strip());
                first = first == null ? parsed : first;
            } catch (IllegalArgumentException e) {
                mistakes.add(value.where() + ": " + e.getMessage());
            }
        }
        return Optional.ofNullable(first);
    }

    String where(Setting setting) {
        return given.get(setting).get(0).where();
    }

    Set<Setting> asked() {
        return given.keySet();
    }

    /** All that was wrong; more may be added. */
    List<String> mistakes() {
        return mistakes;
    }
}
