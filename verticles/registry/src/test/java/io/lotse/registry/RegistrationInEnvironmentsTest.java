package io.lotse.registry;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import io.vertx.core.json.JsonObject;
import io.vertx.servicediscovery.Record;
import io.vertx.servicediscovery.ServiceDiscovery;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.environments.EnvironmentKind;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.registry.EndpointQuery;
import io.lotse.contracts.registry.MockMetadata;
import io.lotse.contracts.registry.Registration;
import io.lotse.contracts.registry.RegistryContract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RegistrationInEnvironmentsTest extends RegistryFixture {
    @Test
    void refusesAnEnvironmentThatIsNoneOrIsBeingRemoved() {
        ContractException none = failure(RegistryContract.REGISTER, in("staging", "orders-1"));
        assertThat(none.code()).isEqualTo(ProblemCode.UNKNOWN_ENVIRONMENT);
        assertThat(none).hasMessageContaining("staging").hasMessageContaining("production");

        ledger.put(environment("pr-1", Instant.EPOCH));
        assertThat(failure(RegistryContract.REGISTER, in("pr-1", "orders-1")))
                .hasMessageContaining("being removed")
                .extracting(ContractException::code)
                .isEqualTo(ProblemCode.UNKNOWN_ENVIRONMENT);
    }

    @Test
    void refusesAMockInAnEnvironmentOfProduction() {
        assertThat(failure(RegistryContract.REGISTER, mock("production")))
                .hasMessageContaining("metadata.lotse.mock")
                .hasMessageContaining("production, where no mock may stand in")
                .extracting(ContractException::code)
                .isEqualTo(ProblemCode.INVALID_REQUEST);
        assertThat(failure(RegistryContract.OFFER, mock("production")))
                .hasMessageContaining("production, where no mock may stand in");

        assertThat(call(RegistryContract.REGISTER, mock("test")).metadata()).containsEntry(MockMetadata.MOCK, "true");
    }

    private static Registration mock(String environment) {
        return Requests.registration("orders", json -> json.put("environment", environment)
                .put("metadata", new JsonObject().put(MockMetadata.MOCK, "true")));
    }

    @Test
    void registersNothingInAnEnvironmentThatIsMarkedWhileThePortIsLookedFor() {
        ledger.put(environment("pr-1", null));
        EnvironmentGate gate = EnvironmentGate.open("pr-1", ledger.view().snapshot());
        ledger.put(environment("pr-1", Instant.EPOCH));

        Outcome outcome = wait(LedgerContract.COMMIT.call(
                vertx.eventBus(),
                Transaction.of(Clock.systemUTC().instant(), gate.conditions(), List.of(environment("pr-2", null)))));

        assertThat(outcome.succeeded()).isFalse();
        assertThat(outcome.failedKey()).isEqualTo(LedgerKeys.environment("pr-1"));
    }

    @Test
    void tellsOfAServiceInTheEnvironmentThatIsAskedForAlone() {
        ledger.put(environment("pr-1", null), environment("pr-2", null));
        call(RegistryContract.REGISTER, in("pr-1", "orders-1"));
        call(RegistryContract.REGISTER, in("pr-2", "orders-2"));

        assertThat(call(RegistryContract.ENDPOINT, new EndpointQuery("orders", "pr-2"))
                        .serviceId())
                .isEqualTo("orders-2");
        assertThat(failure(RegistryContract.ENDPOINT, new EndpointQuery("orders")))
                .as("the registry's own environment is development")
                .hasMessageContaining("pr-1, pr-2");
        ServiceDiscovery discovery = ServiceDiscovery.create(vertx);
        await().until(() -> names(discovery).contains("orders@pr-2"));
        assertThat(names(discovery)).contains("orders@pr-1").doesNotContain("orders");
    }

    private static List<String> names(ServiceDiscovery discovery) {
        return wait(discovery.getRecords(r -> true)).stream()
                .map(Record::getName)
                .toList();
    }

    private static Registration in(String environment, String id) {
        return Requests.registration(
                "orders", json -> json.put("service_id", id).put("environment", environment));
    }

    private static Mutation environment(String name, Instant removingSince) {
        PortRange ports = name.equals("pr-1") ? new PortRange(18_000, 18_049) : new PortRange(18_050, 18_099);
        return Mutation.put(
                LedgerKeys.environment(name),
                new Environment(name, EnvironmentKind.TEST, ports, false, Instant.EPOCH, null, null, removingSince));
    }
}
