package io.lotse.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.host.PortsQuery;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.registry.BulkDeregistration;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.RegisteredBatch;
import io.lotse.contracts.registry.Registration;
import io.lotse.contracts.registry.RegistrationBatch;
import io.lotse.contracts.registry.RegistryContract;

import static org.assertj.core.api.Assertions.assertThat;

/** What is registered together, and deregistered together. */
class RegistrationBatchTest extends RegistryFixture {
    @Test
    void registersAllInOneStepInTheOrderGiven() {
        RegisteredBatch made = call(
                RegistryContract.REGISTER_BATCH,
                batch(Requests.instance("app", "db"), Requests.instance("db"), Requests.registration("cache")));

        assertThat(made.items())
                .extracting(Instance::serviceId)
                .startsWith("app", "db")
                .hasSize(3);
        assertThat(made.items()).extracting(Instance::port).doesNotHaveDuplicates();
        assertThat(made.items()).extracting(Instance::revision).containsOnly(made.revision());
        assertThat(made.items())
                .allSatisfy(i -> assertThat(ledger.view().snapshot().instance(i.serviceId()))
                        .contains(i));
    }

    @Test
    void registersNothingWhereOneCannotBeAndSaysWhich() {
        call(RegistryContract.REGISTER, Requests.registration("web", json -> json.put("service_id", "first")
                .put("port", 9_000)));

        ContractException failure = failure(
                RegistryContract.REGISTER_BATCH,
                batch(Requests.instance("a"), Requests.registration("billing", json -> json.put("port", 9_000))));

        assertThat(failure.code()).isEqualTo(ProblemCode.PORT_TAKEN);
        assertThat(failure)
                .hasMessageStartingWith("registrations[1] (service billing): ")
                .hasMessageContaining("first")
                .hasMessageEndingWith("nothing was registered");
        assertThat(ledger.view().snapshot().instances()).containsOnlyKeys("first");
    }

    @Test
    void namesTheItemOfEveryKindOfMistake() {
        call(RegistryContract.REGISTER, Requests.instance("there"));

        assertThat(item(batch(Requests.instance("a"), Requests.registration("UPPER"))))
                .isEqualTo("registrations[1].service_name");
        assertThat(item(batch(Requests.instance("a"), Requests.instance("a"))))
                .isEqualTo("registrations[1].service_id");
        assertThat(item(batch(Requests.instance("a"), Requests.instance("there"))))
                .startsWith("registrations[1]");
        assertThat(item(batch(Requests.instance("a"), Requests.instance("b", "nobody"))))
                .isEqualTo("registrations[1].dependencies");
        assertThat(item(batch(Requests.instance("a", "b"), Requests.instance("b", "a"))))
                .isEqualTo("registrations[0].dependencies");
        assertThat(item(batch())).isEqualTo("registrations");
        assertThat(item(new RegistrationBatch(
                        IntStream.rangeClosed(0, RegistrationBatch.MAX_SIZE)
                                .mapToObj(i -> Requests.registration("orders"))
                                .toList(),
                        null)))
                .isEqualTo("registrations");
        assertThat(ledger.view().snapshot().instances()).containsOnlyKeys("there");
    }

    @Test
    void saysWhichTwoInsistOnTheSamePort() {
        Registration fixed = Requests.registration("orders", json -> json.put("port", 9_000));

        assertThat(failure(RegistryContract.REGISTER_BATCH, batch(fixed, fixed)))
                .hasMessageContaining("registrations[1]")
                .hasMessageContaining("port 9000 is wished by registrations[0]");
    }

    @Test
    void hasTheAgentLookOnceForAllWhoListenAlready() {
        neighbours.inUse.put(9_000, "orders");
        neighbours.inUse.put(9_001, "orders");

        RegisteredBatch made = call(
                RegistryContract.REGISTER_BATCH,
                batch(brings("a", 9_000), brings("b", 9_001), brings("idle", 9_002), Requests.registration("cart")));

        assertThat(neighbours.looks).extracting(PortsQuery::ports).containsExactly(List.of(9_000, 9_001, 9_002));
        assertThat(made.items()).extracting(Instance::verified).startsWith(true, true, false);
        assertThat(List.of("a", "b", "idle"))
                .filteredOn(id ->
                        ledger.view().snapshot().entry(LedgerKeys.process(id)).isPresent())
                .containsExactly("a", "b");
    }

    private static Registration brings(String id, int port) {
        return Requests.registration(
                "orders", json -> json.put("service_id", id).put("port", port));
    }

    @Test
    void answersTheSameKeyTheSameWayAndOnlyForTheSameBatch() {
        RegistrationBatch asked =
                new RegistrationBatch(List.of(Requests.registration("orders"), Requests.registration("cart")), "b-1");

        RegisteredBatch first = call(RegistryContract.REGISTER_BATCH, asked);

        assertThat(call(RegistryContract.REGISTER_BATCH, asked)).isEqualTo(first);
        assertThat(ledger.view().snapshot().instances()).hasSize(2);
        assertThat(failure(
                                RegistryContract.REGISTER_BATCH,
                                new RegistrationBatch(List.of(Requests.registration("orders")), "b-1"))
                        .code())
                .isEqualTo(ProblemCode.IDEMPOTENCY_KEY_REUSED);
    }

    @Test
    void givesRivalBatchesOfAHundredThroughTwoNodesPortsOfTheirOwn() {
        deployRegistry("node-2");
        List<Future<RegisteredBatch>> asked = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            List<Registration> hundred = IntStream.range(0, RegistrationBatch.MAX_SIZE)
                    .mapToObj(n -> Requests.registration("orders"))
                    .toList();
            asked.add(RegistryContract.REGISTER_BATCH.call(vertx.eventBus(), new RegistrationBatch(hundred, null)));
        }
        wait(Future.all(asked));

        assertThat(asked.stream().flatMap(f -> f.result().items().stream()).map(Instance::port))
                .hasSize(400)
                .doesNotHaveDuplicates();
    }

    @Test
    void deregistersAnEnvironmentsInstancesOrThoseThatAreNamedAndNoOthers() {
        List<Registration> many = new ArrayList<>();
        IntStream.range(0, 60)
                .forEach(i -> many.add(Requests.registration("orders", json -> json.put("environment", "test"))));
        call(RegistryContract.REGISTER_BATCH, new RegistrationBatch(many, null));
        call(
                RegistryContract.REGISTER_BATCH,
                batch(Requests.instance("a"), Requests.instance("b"), Requests.instance("c")));

        assertThat(call(RegistryContract.DEREGISTER_MANY, new BulkDeregistration("test", null))
                        .serviceIds())
                .hasSize(60)
                .isSorted();
        assertThat(call(RegistryContract.DEREGISTER_MANY, new BulkDeregistration(null, List.of("a", "gone", "c")))
                        .serviceIds())
                .containsExactly("a", "c");
        assertThat(ledger.view().snapshot().instances()).containsOnlyKeys("b");
        assertThat(ledger.view().snapshot().allocations()).hasSize(1);
        assertThat(failure(RegistryContract.DEREGISTER_MANY, new BulkDeregistration(null, null))
                        .code())
                .isEqualTo(ProblemCode.INVALID_REQUEST);
    }

    @Test
    void goesOnWithoutThoseThatOthersDeregisterMeanwhile() {
        call(
                RegistryContract.REGISTER_BATCH,
                batch(Requests.instance("a"), Requests.instance("b"), Requests.instance("c")));

        Future<?> one = RegistryContract.DEREGISTER.call(vertx.eventBus(), new Deregistration("b", null));
        Future<?> all =
                RegistryContract.DEREGISTER_MANY.call(vertx.eventBus(), new BulkDeregistration("development", null));
        wait(Future.join(one, all).otherwiseEmpty());

        assertThat(all.succeeded()).isTrue();
        assertThat(ledger.view().snapshot().instances()).isEmpty();
        assertThat(ledger.view().snapshot().allocations()).isEmpty();
    }

    private static RegistrationBatch batch(Registration... registrations) {
        return new RegistrationBatch(List.of(registrations), null);
    }

    private static String item(RegistrationBatch batch) {
        return failure(RegistryContract.REGISTER_BATCH, batch).errors().stream()
                .map(FieldError::field)
                .findFirst()
                .orElse("nothing");
    }
}
