package io.lotse.dns;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the view's maps cannot tell of a set of names: how one is spelled whose case a query does not keep, and whether
 * there is something below a name (RFC 8020: such a name exists, though it has no records). Any thread may read.
 */
final class NameIndex {
    private final Set<String> names = ConcurrentHashMap.newKeySet();
    /** By the name in lower case; names that are in lower case are left out. */
    private final Map<String, String> spellings = new ConcurrentHashMap<>();
    /** How many names end with a dot and this. */
    private final Map<String, Integer> above = new ConcurrentHashMap<>();

    void set(String name, boolean exists) {
        if (exists ? !names.add(name) : !names.remove(name)) {
            return;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (!lower.equals(name)) {
            spell(lower, name, exists);
        }
        for (int dot = lower.indexOf('.'); dot >= 0; dot = lower.indexOf('.', dot + 1)) {
            above.merge(lower.substring(dot + 1), exists ? 1 : -1, (a, b) -> a + b == 0 ? null : a + b);
        }
    }

    /** Of names that differ in case only, the first by code points is found. */
    private void spell(String lower, String name, boolean exists) {
        if (exists) {
            spellings.merge(lower, name, (a, b) -> a.compareTo(b) <= 0 ? a : b);
        } else if (spellings.remove(lower, name)) {
            names.stream()
                    .filter(other -> other.equalsIgnoreCase(lower) && !other.equals(lower))
                    .min(String::compareTo)
                    .ifPresent(other -> spellings.put(lower, other));
        }
    }

    /** The name as it is spelled in the view. */
    Optional<String> spelling(String lower) {
        return names.contains(lower) ? Optional.of(lower) : Optional.ofNullable(spellings.get(lower));
    }

    /** Whether there is a name that ends with a dot and this one. */
    boolean isAbove(String lower) {
        return above.containsKey(lower);
    }
}
