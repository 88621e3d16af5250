package io.lotse.registry;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.StartOrder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class DependenciesTest {
    @Test
    void letsADiamondThrough() {
        Map<String, Instance> mesh =
                mesh(Instances.needing("db"), Instances.needing("cache", "db"), Instances.needing("queue", "db"));

        assertThatCode(() -> Dependencies.check("app", List.of("cache", "queue"), needsOf(mesh)))
                .doesNotThrowAnyException();
    }

    @Test
    void namesAllThatAreNotRegistered() {
        ContractException failure = failure("app", List.of("db", "x", "y"), mesh(Instances.needing("db")));

        assertThat(failure.code()).isEqualTo(ProblemCode.UNKNOWN_DEPENDENCY);
        assertThat(failure).hasMessageContaining("x, y").hasMessageNotContaining("db");
    }

    @Test
    void refusesAnInstanceThatNeedsItself() {
        assertThat(failure("app", List.of("app"), mesh()))
                .hasMessageContaining("app needs app")
                .extracting(ContractException::code)
                .isEqualTo(ProblemCode.DEPENDENCY_CYCLE);
    }

    @Test
    void showsTheCircleThatAnIdClosesWhichOthersStillName() {
        Map<String, Instance> mesh =
                mesh(Instances.needing("b", "other", "a"), Instances.needing("c", "b"), Instances.needing("other"));

        assertThat(failure("a", List.of("other", "c"), mesh)).hasMessageContaining("a needs c needs b needs a");
    }

    @Test
    void goesThroughIdsThatAreGone() {
        Map<String, Instance> mesh = mesh(Instances.needing("b", "gone"), Instances.needing("c", "b"));

        assertThatCode(() -> Dependencies.check("a", List.of("c"), needsOf(mesh)))
                .doesNotThrowAnyException();
    }

    @Test
    void ordersInStagesAndListsWhatIsMissing() {
        StartOrder order = Dependencies.startOrder(List.of(
                Instances.needing("app", "cache", "queue", "gone"),
                Instances.needing("queue", "db"),
                Instances.needing("cache"),
                Instances.needing("db")));

        assertThat(order.stages()).containsExactly(List.of("cache", "db"), List.of("queue"), List.of("app"));
        assertThat(order.missing()).containsExactly("gone");
    }

    @Test
    void putsACircleIntoTheLastStage() {
        StartOrder order = Dependencies.startOrder(
                List.of(Instances.needing("a", "b"), Instances.needing("b", "a"), Instances.needing("db")));

        assertThat(order.stages()).containsExactly(List.of("db"), List.of("a", "b"));
    }

    private static Map<String, Instance> mesh(Instance... instances) {
        return Stream.of(instances).collect(Collectors.toMap(Instance::serviceId, Function.identity()));
    }

    private static ContractException failure(String id, List<String> needs, Map<String, Instance> mesh) {
        return catchThrowableOfType(ContractException.class, () -> Dependencies.check(id, needs, needsOf(mesh)));
    }

    private static Function<String, List<String>> needsOf(Map<String, Instance> mesh) {
        return id -> mesh.containsKey(id) ? mesh.get(id).dependencies() : null;
    }
}
