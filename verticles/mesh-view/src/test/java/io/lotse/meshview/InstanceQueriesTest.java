package io.lotse.meshview;

import java.time.Clock;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.registry.EndpointQuery;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstancePage;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.ServiceQuery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class InstanceQueriesTest {
    private final MeshView view = new MeshView(Clock.systemUTC());
    private final InstanceQueries queries = new InstanceQueries(view, "development");

    @BeforeEach
    void fill() {
        view.apply(
                List.of(
                        Samples.instance(1, "a", "orders"),
                        Samples.allocation(1, 20_000, "a"),
                        Samples.instance(1, "b", "orders"),
                        Samples.allocation(1, 20_001, "b"),
                        Samples.instance(1, "c", "orders", InstanceStatus.INACTIVE, true),
                        Samples.allocation(1, 20_002, "c"),
                        Samples.instance(1, "d", "billing", InstanceStatus.INACTIVE, true),
                        Samples.allocation(1, 20_003, "d")),
                1);
    }

    @Test
    void goesThroughAllInstancesPageByPage() {
        InstancePage first = queries.page(query(null, null, null, 3));
        InstancePage second = queries.page(query(null, null, first.next(), 3));

        assertThat(ids(first)).containsExactly("a", "b", "c");
        assertThat(ids(second)).containsExactly("d");
        assertThat(second.next()).isNull();
    }

    @Test
    void filtersBeforeItCounts() {
        assertThat(ids(queries.page(query("orders", null, null, 2)))).containsExactly("a", "b");
        assertThat(ids(queries.page(query("orders", null, "b", 2)))).containsExactly("c");
        assertThat(ids(queries.page(query(null, InstanceStatus.INACTIVE, null, 2))))
                .containsExactly("c", "d");
        assertThat(ids(queries.page(query("nothing", null, null, 2)))).isEmpty();
    }

    @Test
    void takesTheActiveInstancesOfAServiceInTurn() {
        assertThat(List.of(endpoint("orders"), endpoint("orders"), endpoint("orders")))
                .containsExactly("a", "b", "a");
    }

    @Test
    void showsAnInstanceByItsIdWithItsLastHeartbeatWhateverItsStatus() {
        view.lastHeartbeats().heard("c", Samples.NOON);

        assertThat(queries.endpoint(new EndpointQuery("c")).lastHeartbeat()).isEqualTo(Samples.NOON);
    }

    @Test
    void saysWhyThereIsNoEndpoint() {
        assertThat(failure("billing")).isEqualTo(ProblemCode.NO_HEALTHY_INSTANCE);
        assertThat(failure("nothing")).isEqualTo(ProblemCode.UNKNOWN_SERVICE);
        assertThat(failure(null)).isEqualTo(ProblemCode.INVALID_REQUEST);
    }

    @Test
    void looksForAServiceInOneEnvironmentOnly() {
        EndpointQuery elsewhere = new EndpointQuery("orders", "test");
        assertThat(catchThrowableOfType(ContractException.class, () -> queries.endpoint(elsewhere)))
                .hasMessageContaining("but in development")
                .extracting(ContractException::code)
                .isEqualTo(ProblemCode.UNKNOWN_SERVICE);
        EndpointQuery nowhere = new EndpointQuery("orders", "staging");
        assertThat(catchThrowableOfType(ContractException.class, () -> queries.endpoint(nowhere))
                        .code())
                .isEqualTo(ProblemCode.UNKNOWN_ENVIRONMENT);
    }

    private String endpoint(String name) {
        return queries.endpoint(new EndpointQuery(name)).serviceId();
    }

    private ProblemCode failure(String name) {
        return catchThrowableOfType(ContractException.class, () -> queries.endpoint(new EndpointQuery(name)))
                .code();
    }

    private static ServiceQuery query(String name, InstanceStatus status, String cursor, int limit) {
        return new ServiceQuery(name, null, status, null, cursor, limit);
    }

    private static List<String> ids(InstancePage page) {
        return page.items().stream().map(Instance::serviceId).toList();
    }
}
