package io.lotse.registry;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.Heartbeat;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.Registration;
import io.lotse.contracts.registry.RegistryContract;

import static org.assertj.core.api.Assertions.assertThat;

/** What the same key gets. */
class RepeatedRegistrationTest extends RegistryFixture {
    @Test
    void givesTheVerySameAnswerToTheSameKeyEvenAfterTheInstanceIsGone() {
        Registration request = Requests.registration("orders", json -> json.put("idempotency_key", "k-1"));

        Instance first = call(RegistryContract.REGISTER, request);
        assertThat(call(RegistryContract.REGISTER, request)).isEqualTo(first);
        call(RegistryContract.HEARTBEAT, new Heartbeat(first.serviceId()));
        assertThat(call(RegistryContract.REGISTER, request)).isEqualTo(first);
        call(RegistryContract.DEREGISTER, new Deregistration(first.serviceId(), null));
        assertThat(call(RegistryContract.REGISTER, request)).isEqualTo(first);
        assertThat(ledger.view().snapshot().instances()).isEmpty();
    }

    @Test
    void registersOnceWhenTheSameKeyComesTwiceAtOnce() {
        Registration request = Requests.registration("orders", json -> json.put("idempotency_key", "k-2"));

        Future<Instance> one = RegistryContract.REGISTER.call(vertx.eventBus(), request);
        Future<Instance> two = RegistryContract.REGISTER.call(vertx.eventBus(), request);
        wait(Future.all(one, two));

        assertThat(one.result()).isEqualTo(two.result());
        assertThat(ledger.view().snapshot().instances()).hasSize(1);
    }

    @Test
    void givesTheSameAnswerToACopyThatTheFirstOneOvertakes() {
        Registration request = Requests.registration(
                "orders", json -> json.put("idempotency_key", "k-4").put("port", 8_123));
        List<Instance> first = new CopyOnWriteArrayList<>();
        neighbours.meanwhile.set(
                () -> RegistryContract.REGISTER.call(vertx.eventBus(), request).onSuccess(first::add));

        Instance second = call(RegistryContract.REGISTER, request);

        assertThat(first).containsExactly(second);
        assertThat(ledger.view().snapshot().instances()).hasSize(1);
    }

    @Test
    void refusesAKeyThatCameWithAnotherRequest() {
        call(RegistryContract.REGISTER, Requests.registration("orders", json -> json.put("idempotency_key", "k-3")));

        assertThat(failure(
                                RegistryContract.REGISTER,
                                Requests.registration("billing", json -> json.put("idempotency_key", "k-3")))
                        .code())
                .isEqualTo(ProblemCode.IDEMPOTENCY_KEY_REUSED);
    }
}
