package io.lotse.supervisor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Fills in where a service and those it needs listen. */
final class Placeholders {
    private final Map<String, String> values = new HashMap<>();

    /**
     * @param own where the service itself is to listen
     * @param of where one of those it needs listens
     */
    Placeholders(Kept own, Function<String, Kept> of) {
        put("", own);
        own.spec().dependsOn().forEach(needed -> put(needed.service() + ".", of.apply(needed.service())));
    }

    private void put(String prefix, Kept kept) {
        if (kept != null && kept.spec().port() != null && kept.port() != null) {
            values.put("{" + prefix + "port}", kept.port().toString());
            values.put("{" + prefix + "host}", kept.address());
        }
    }

    List<String> fill(List<String> texts) {
        return texts.stream().map(this::fill).toList();
    }

    Map<String, String> fill(Map<String, String> variables) {
        Map<String, String> filled = new HashMap<>();
        variables.forEach((name, text) -> filled.put(name, fill(text)));
        return filled;
    }

    private String fill(String text) {
        String filled = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace(value.getKey(), value.getValue());
        }
        return filled;
    }
}
