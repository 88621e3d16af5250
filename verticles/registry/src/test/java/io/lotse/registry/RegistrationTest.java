package io.lotse.registry;

import java.util.List;
import java.util.stream.IntStream;

import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceChange;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.Registration;
import io.lotse.contracts.registry.RegistryContract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What becomes of a registration. */
class RegistrationTest extends RegistryFixture {
    @Test
    void registersAnInstanceWithAPortThatCanBeBound() {
        neighbours.inUse.put(20_000, "nginx");

        Instance instance = call(RegistryContract.REGISTER, Requests.registration("orders"));

        assertThat(instance.port()).isEqualTo(20_001);
        assertThat(instance.serviceId()).startsWith("orders-");
        assertThat(instance.host()).isEqualTo(Neighbours.HOST);
        assertThat(instance.ipAddress()).isEqualTo("127.0.0.1");
        assertThat(instance.environment()).isEqualTo("development");
        assertThat(instance.status()).isEqualTo(InstanceStatus.ACTIVE);
        assertThat(instance.verified()).isTrue();
        assertThat(ledger.view().snapshot().instance(instance.serviceId())).contains(instance);
    }

    @Test
    void tellsOfTheInstanceAndItsPort() {
        List<InstanceChange> registered = heard(RegistryContract.INSTANCE_REGISTERED);
        List<Allocation> allocated = heard(PortsContract.PORT_ALLOCATED);
        List<InstanceChange> deregistered = heard(RegistryContract.INSTANCE_DEREGISTERED);
        List<Allocation> released = heard(PortsContract.PORT_RELEASED);

        Instance instance = call(RegistryContract.REGISTER, Requests.registration("orders"));
        call(RegistryContract.DEREGISTER, new Deregistration(instance.serviceId(), null));

        await().until(() -> !released.isEmpty());
        assertThat(registered).extracting(InstanceChange::instance).containsExactly(instance);
        assertThat(allocated).extracting(Allocation::port).containsExactly(instance.port());
        assertThat(deregistered).extracting(InstanceChange::reason).containsExactly("deregistered");
        assertThat(released).extracting(Allocation::port).containsExactly(instance.port());
    }

    @Test
    void givesNoPortTwiceWhenManyAskAtOnce() {
        List<Future<Instance>> asked = IntStream.range(0, 60)
                .mapToObj(i -> RegistryContract.REGISTER.call(vertx.eventBus(), Requests.registration("orders")))
                .toList();

        wait(Future.all(asked));

        assertThat(asked).extracting(f -> f.result().port()).doesNotHaveDuplicates();
        assertThat(neighbours.probes)
                .as("few rounds: each is shown ports of its own")
                .hasSizeLessThan(2 * asked.size());
    }

    @Test
    void looksFurtherWhereOtherProcessesHoldManyPorts() {
        IntStream.range(20_000, 20_300).forEach(port -> neighbours.inUse.put(port, "squatter"));

        assertThat(call(RegistryContract.REGISTER, Requests.registration("orders"))
                        .port())
                .isEqualTo(20_300);
    }

    @Test
    void refusesAnIdThatIsRegistered() {
        call(RegistryContract.REGISTER, Requests.instance("orders-1"));

        ContractException failure = failure(RegistryContract.REGISTER, Requests.instance("orders-1"));

        assertThat(failure.code()).isEqualTo(ProblemCode.INSTANCE_EXISTS);
        assertThat(failure).hasMessageContaining("orders-1").hasMessageContaining("20000");
        assertThat(ledger.view().snapshot().allocations()).hasSize(1);
    }

    @Test
    void registersAnIdAgainThatWasDeregistered() {
        call(RegistryContract.REGISTER, Requests.instance("orders-1"));
        call(RegistryContract.DEREGISTER, new Deregistration("orders-1", null));

        assertThat(call(RegistryContract.REGISTER, Requests.instance("orders-1"))
                        .port())
                .isEqualTo(20_000);
    }

    @Test
    void takesThePortAnInstanceListensAtAsItIs() {
        neighbours.inUse.put(9_000, "java -jar orders.jar");

        Instance listening =
                call(RegistryContract.REGISTER, Requests.registration("orders", json -> json.put("port", 9_000)));
        Instance silent =
                call(RegistryContract.REGISTER, Requests.registration("orders", json -> json.put("port", 9_001)));

        assertThat(listening.port()).isEqualTo(9_000);
        assertThat(listening.verified()).isTrue();
        assertThat(silent.verified()).isFalse();
        assertThat(neighbours.probes).isEmpty();
    }

    @Test
    void namesWhoHoldsAPortThatIsTaken() {
        call(RegistryContract.REGISTER, Requests.registration("orders", json -> json.put("port", 9_000)
                .put("service_id", "first")));

        ContractException failure =
                failure(RegistryContract.REGISTER, Requests.registration("orders", json -> json.put("port", 9_000)));

        assertThat(failure.code()).isEqualTo(ProblemCode.PORT_TAKEN);
        assertThat(failure).hasMessageContaining("first");
    }

    @Test
    void marksAPortOnAHostWithoutAnAgentAsUnverified() {
        Instance instance = call(
                RegistryContract.REGISTER,
                Requests.registration("orders", json -> json.put("ip_address", "192.0.2.9")));

        assertThat(instance.verified()).isFalse();
        assertThat(instance.host()).isEqualTo("192.0.2.9");
        assertThat(neighbours.probes).isEmpty();
    }

    @Test
    void countsAnAddressAsOneHostHoweverItIsWritten() {
        Instance v6 = call(RegistryContract.REGISTER, at("2001:db8::1"));
        Instance mapped = call(RegistryContract.REGISTER, at("::ffff:127.0.0.1"));

        assertThat(v6.host()).isEqualTo("2001:db8::1");
        assertThat(mapped.host()).isEqualTo(Neighbours.HOST);
        assertThat(failure(RegistryContract.REGISTER, at("2001:0DB8:0:0::0001")).code())
                .isEqualTo(ProblemCode.PORT_TAKEN);
        assertThat(failure(RegistryContract.REGISTER, at("127.0.0.1")).code()).isEqualTo(ProblemCode.PORT_TAKEN);
    }

    private static Registration at(String address) {
        return Requests.registration(
                "orders", json -> json.put("ip_address", address).put("port", 8_123));
    }

    @Test
    void refusesWhenTheAgentOfAKnownHostIsSilent() {
        neighbours.silenceTheAgent();

        assertThat(failure(RegistryContract.REGISTER, Requests.registration("orders"))
                        .code())
                .isEqualTo(ProblemCode.HOST_UNREACHABLE);
        assertThat(ledger.view().snapshot().instances()).isEmpty();
    }

    @Test
    void refusesDependenciesThatAreNotRegisteredOrRunInACircle() {
        assertThat(failure(RegistryContract.REGISTER, Requests.instance("a", "nobody")))
                .hasMessageContaining("nobody")
                .extracting(ContractException::code)
                .isEqualTo(ProblemCode.UNKNOWN_DEPENDENCY);

        call(RegistryContract.REGISTER, Requests.instance("a"));
        call(RegistryContract.REGISTER, Requests.instance("b", "a"));
        call(RegistryContract.DEREGISTER, new Deregistration("a", null));

        assertThat(failure(RegistryContract.REGISTER, Requests.instance("a", "b")))
                .hasMessageContaining("a needs b needs a")
                .extracting(ContractException::code)
                .isEqualTo(ProblemCode.DEPENDENCY_CYCLE);
    }

    @Test
    void givesAPortThatWasReleasedWhileTheOwnViewStillShowedItAsTaken() {
        Registration request = Requests.registration("orders", json -> json.put("port", 8_123));
        Instance former = call(RegistryContract.REGISTER, request);
        neighbours.meanwhile.set(() -> RegistryContract.DEREGISTER
                .call(vertx.eventBus(), new Deregistration(former.serviceId(), null))
                .compose(done -> Future.failedFuture(new ContractException(ProblemCode.PORT_TAKEN, "as it was"))));

        assertThat(call(RegistryContract.REGISTER, request).port()).isEqualTo(8_123);
    }
}
