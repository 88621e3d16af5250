package io.lotse.registry;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ports.PortHistory;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.ports.Tenancy;
import io.lotse.contracts.ports.TenancyEnd;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.Heartbeat;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceChange;
import io.lotse.contracts.registry.RegistryContract;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of an instance that leaves, and of its port. */
class DeregistrationTest extends RegistryFixture {
    @Test
    void deregistersOnceAndRepeatsTheAnswerForTheSameKey() {
        Instance instance = call(RegistryContract.REGISTER, Requests.instance("orders-1"));
        Deregistration request = new Deregistration("orders-1", "d-1");

        InstanceChange first = call(RegistryContract.DEREGISTER, request);

        assertThat(first.instance()).isEqualTo(instance);
        assertThat(call(RegistryContract.DEREGISTER, request)).isEqualTo(first);
        assertThat(ledger.view().snapshot().allocations()).isEmpty();
        assertThat(failure(RegistryContract.DEREGISTER, new Deregistration("orders-1", null))
                        .code())
                .isEqualTo(ProblemCode.UNKNOWN_INSTANCE);
    }

    @Test
    void leavesAnInstanceThatIsNotWhatItsAskerLookedAt() {
        Instance looked = call(RegistryContract.REGISTER, Requests.instance("orders-1"));
        call(RegistryContract.HEARTBEAT, new Heartbeat("orders-1"));
        long now = ledger.view().snapshot().instance("orders-1").orElseThrow().revision();
        assertThat(now).isGreaterThan(looked.revision());

        for (long other : new long[] {looked.revision(), now + 1_000}) {
            assertThat(failure(RegistryContract.DEREGISTER, new Deregistration("orders-1", null, other)))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.CONFLICT))
                    .hasMessageContaining("is at revision " + now + ", not at " + other);
        }
        assertThat(ledger.view().snapshot().allocations()).hasSize(1);

        Deregistration right = new Deregistration("orders-1", "d-2", now);
        InstanceChange change = call(RegistryContract.DEREGISTER, right);
        assertThat(call(RegistryContract.DEREGISTER, right)).isEqualTo(change);
        assertThat(failure(RegistryContract.DEREGISTER, new Deregistration("orders-1", "d-2", now + 1))
                        .code())
                .isEqualTo(ProblemCode.IDEMPOTENCY_KEY_REUSED);
    }

    @Test
    void notesWhoHeldAPortThatIsGivenBack() {
        for (int i = 1; i <= PortHistory.MAX_TENANCIES + 1; i++) {
            String id = "orders-" + i;
            call(RegistryContract.REGISTER, Requests.registration("orders", json -> json.put("service_id", id)
                    .put("port", 9_000)));
            call(RegistryContract.DEREGISTER, new Deregistration(id, null));
        }

        PortHistory history = ledger.view()
                .snapshot()
                .history(Neighbours.HOST, Protocol.TCP, 9_000)
                .orElseThrow();
        assertThat(history.tenancies())
                .extracting(Tenancy::serviceId)
                .containsExactly("orders-6", "orders-5", "orders-4", "orders-3", "orders-2");
        assertThat(history.last().serviceName()).isEqualTo("orders");
        assertThat(history.last().environment()).isEqualTo("development");
        assertThat(history.last().ended()).isEqualTo(TenancyEnd.RELEASED);
        assertThat(history.releasedAt()).isAfterOrEqualTo(history.last().since());
    }
}
