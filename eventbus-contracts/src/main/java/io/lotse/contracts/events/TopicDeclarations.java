package io.lotse.contracts.events;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.lotse.contracts.Doc;

/** The declarations of topics. */
@Doc("The declarations of topics, by pattern.")
public record TopicDeclarations(@Doc("The declarations, by pattern") List<TopicDeclaration> items) {

    public TopicDeclarations {
        items = items == null ? List.of() : List.copyOf(items);
    }

    /**
     * What holds for a topic: a declaration of its very name, else the pattern that says the most before its first wildcard;
     * empty for none.
     */
    public Optional<TopicDeclaration> of(String topic) {
        return items.stream()
                .filter(d -> d.covers(topic))
                .max(Comparator.<TopicDeclaration>comparingInt(d -> closeness(d.pattern()))
                        .thenComparing(d -> d.pattern().length())
                        .thenComparing(TopicDeclaration::pattern));
    }

    private static int closeness(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            if ("*#".indexOf(pattern.charAt(i)) >= 0) {
                return i;
            }
        }
        return Integer.MAX_VALUE;
    }
}
