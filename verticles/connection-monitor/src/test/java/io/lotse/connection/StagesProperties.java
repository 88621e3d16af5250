package io.lotse.connection;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever needs whatever, also in circles: each is restarted once, and after all that it needs unless that needs it. */
class StagesProperties {
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f");

    @Property
    void eachHasOneStageAndComesAfterWhatItNeeds(
            @ForAll("needs") Map<String, List<String>> declared, @ForAll("some") Set<String> ids) {
        List<List<String>> stages = Stages.of(ids, id -> declared.getOrDefault(id, List.of()));
        Map<String, Set<String>> needs = Stages.needs(ids, id -> declared.getOrDefault(id, List.of()));

        assertThat(stages.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(ids);
        boolean circle = ids.stream().anyMatch(id -> needs.get(id).stream()
                .anyMatch(other -> needs.get(other).contains(id)));
        Set<String> before = new HashSet<>();
        for (int i = 0; i < stages.size(); i++) {
            if (!circle || i < stages.size() - 1) {
                stages.get(i).forEach(id -> assertThat(before).containsAll(needs.get(id)));
            }
            before.addAll(stages.get(i));
        }
    }

    @Example
    void aNeedByWayOfOneThatIsWellCounts() {
        Map<String, List<String>> declared = Map.of("front", List.of("middle"), "middle", List.of("database"));

        assertThat(Stages.of(Set.of("front", "database"), id -> declared.getOrDefault(id, List.of())))
                .containsExactly(List.of("database"), List.of("front"));
    }

    @Provide
    Arbitrary<Map<String, List<String>>> needs() {
        return Arbitraries.maps(
                Arbitraries.of(NAMES), Arbitraries.of(NAMES).list().ofMaxSize(3));
    }

    @Provide
    Arbitrary<Set<String>> some() {
        return Arbitraries.of(NAMES).set();
    }
}
