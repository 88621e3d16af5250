package io.lotse.registry;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.servicediscovery.Record;
import io.vertx.servicediscovery.ServiceDiscovery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.EventType;
import io.lotse.contracts.Operation;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.EndpointQuery;
import io.lotse.contracts.registry.Heartbeat;
import io.lotse.contracts.registry.HeartbeatReply;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceChange;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.Registration;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.contracts.registry.ServiceQuery;
import io.lotse.contracts.registry.StartOrder;
import io.lotse.contracts.registry.StartOrderQuery;
import io.lotse.contracts.registry.StatusReport;
import io.lotse.meshview.EnvironmentDefaults;
import io.lotse.testsupport.TestLedger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

class RegistryVerticleTest {
    private static final HostFacts OWN_HOST =
            new HostFacts(Neighbours.HOST, List.of("127.0.0.1", "10.0.0.7"), null, "Linux");

    private static Vertx vertx;
    private static TestLedger ledger;

    private Neighbours neighbours;
    private String deployment;

    @BeforeAll
    static void startLedger() {
        vertx = Vertx.vertx();
        ledger = TestLedger.start(vertx);
    }

    @AfterAll
    static void stopLedger() {
        ledger.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void deploy() {
        emptyTheLedger();
        ledger.put(Mutation.put(LedgerKeys.host(Neighbours.HOST), OWN_HOST));
        neighbours = Neighbours.serve(vertx, ledger.view());
        deployment = deployRegistry("node-1");
    }

    @AfterEach
    void undeploy() {
        wait(vertx.undeploy(deployment));
        neighbours.stop();
    }

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
    void givesAPortThatWasReleasedWhileTheOwnViewStillShowedItAsTaken() {
        Registration request = Requests.registration("orders", json -> json.put("port", 8_123));
        Instance former = call(RegistryContract.REGISTER, request);
        neighbours.meanwhile.set(() -> RegistryContract.DEREGISTER
                .call(vertx.eventBus(), new Deregistration(former.serviceId(), null))
                .compose(done -> Future.failedFuture(new ContractException(ProblemCode.PORT_TAKEN, "as it was"))));

        assertThat(call(RegistryContract.REGISTER, request).port()).isEqualTo(8_123);
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
    void listsInstancesInStartOrderWithWhatIsMissing() {
        call(RegistryContract.REGISTER, Requests.instance("db"));
        call(RegistryContract.REGISTER, Requests.instance("cache"));
        call(RegistryContract.REGISTER, Requests.instance("app", "db", "cache"));
        call(RegistryContract.DEREGISTER, new Deregistration("cache", null));

        StartOrder order = call(RegistryContract.START_ORDER, new StartOrderQuery(null));

        assertThat(order.stages()).containsExactly(List.of("db"), List.of("app"));
        assertThat(order.missing()).containsExactly("cache");
    }

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
    void answersEndpointByIdAndByName() {
        Instance instance = call(RegistryContract.REGISTER, Requests.instance("orders-1"));

        assertThat(call(RegistryContract.ENDPOINT, new EndpointQuery("orders-1")))
                .isEqualTo(instance);
        assertThat(call(RegistryContract.ENDPOINT, new EndpointQuery("orders"))).isEqualTo(instance);
        assertThat(call(RegistryContract.SERVICES, new ServiceQuery("orders", null, null, null, null, null))
                        .items())
                .containsExactly(instance);
        assertThat(failure(RegistryContract.ENDPOINT, new EndpointQuery("nothing"))
                        .code())
                .isEqualTo(ProblemCode.UNKNOWN_SERVICE);
    }

    @Test
    void writesOnlyTheFirstHeartbeatToTheLedger() {
        call(RegistryContract.REGISTER, Requests.instance("orders-1"));

        HeartbeatReply reply = call(RegistryContract.HEARTBEAT, new Heartbeat("orders-1"));
        long revision = ledger.view().snapshot().revision();
        for (int i = 0; i < 5; i++) {
            call(RegistryContract.HEARTBEAT, new Heartbeat("orders-1"));
        }

        assertThat(reply.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(ledger.view()
                        .snapshot()
                        .entry("instance/orders-1")
                        .orElseThrow()
                        .modRevision())
                .isLessThanOrEqualTo(revision);
        assertThat(call(RegistryContract.ENDPOINT, new EndpointQuery("orders-1"))
                        .lastHeartbeat())
                .isNotNull();
        assertThat(failure(RegistryContract.HEARTBEAT, new Heartbeat("nobody")).code())
                .isEqualTo(ProblemCode.UNKNOWN_INSTANCE);
    }

    @Test
    void makesASilentInstanceInactiveAndALaterHeartbeatActiveAgain() {
        expireAfter(Duration.ofSeconds(1));
        List<InstanceChange> changes = heard(RegistryContract.INSTANCE_STATUS_CHANGED);
        call(RegistryContract.REGISTER, Requests.instance("beats"));
        call(RegistryContract.REGISTER, Requests.instance("never-beat"));
        call(RegistryContract.HEARTBEAT, new Heartbeat("beats"));

        await().until(() -> status("beats") == InstanceStatus.INACTIVE);
        assertThat(status("never-beat")).isEqualTo(InstanceStatus.ACTIVE);
        call(RegistryContract.HEARTBEAT, new Heartbeat("beats"));

        assertThat(status("beats")).isEqualTo(InstanceStatus.ACTIVE);
        await().until(() -> changes.size() >= 2);
        assertThat(changes)
                .extracting(InstanceChange::reason)
                .startsWith("no heartbeat for 1 s", "heartbeats came again");
    }

    @Test
    void anInstanceThatIsRegisteredInactiveBecomesActiveByItsFirstHeartbeat() {
        call(RegistryContract.REGISTER, Requests.registration("orders", json -> json.put("service_id", "later")
                .put("status", "inactive")));
        assertThat(status("later")).isEqualTo(InstanceStatus.INACTIVE);

        call(RegistryContract.HEARTBEAT, new Heartbeat("later"));

        assertThat(status("later")).isEqualTo(InstanceStatus.ACTIVE);
    }

    @Test
    void healthChecksSpeakForInstancesWithoutHeartbeatsOnly() {
        Instance quiet = call(RegistryContract.REGISTER, Requests.instance("quiet"));
        call(RegistryContract.REGISTER, Requests.instance("beats"));
        call(RegistryContract.HEARTBEAT, new Heartbeat("beats"));

        InstanceChange change = call(
                RegistryContract.REPORT_STATUS,
                new StatusReport("quiet", quiet.revision(), InstanceStatus.INACTIVE, "health check failed"));

        assertThat(change.instance().status()).isEqualTo(InstanceStatus.INACTIVE);
        assertThat(status("quiet")).isEqualTo(InstanceStatus.INACTIVE);
        assertThat(failure(
                                RegistryContract.REPORT_STATUS,
                                new StatusReport("quiet", quiet.revision(), InstanceStatus.ACTIVE, "again"))
                        .code())
                .isEqualTo(ProblemCode.CONFLICT);
        assertThat(failure(
                                RegistryContract.REPORT_STATUS,
                                new StatusReport("beats", revision("beats"), InstanceStatus.INACTIVE, "down"))
                        .code())
                .isEqualTo(ProblemCode.CONFLICT);
    }

    @Test
    void keepsServiceDiscoveryEqualToTheView() {
        ServiceDiscovery discovery = ServiceDiscovery.create(vertx);
        wait(discovery.publish(new Record().setName("somebody-elses").setType("custom")));
        Instance instance = call(RegistryContract.REGISTER, Requests.instance("orders-1"));

        await().until(() -> names(discovery).contains("orders"));
        Record record = wait(discovery.getRecord(r -> r.getName().equals("orders")));
        assertThat(record.getLocation().getInteger("port")).isEqualTo(instance.port());
        assertThat(record.getMetadata().getString("service_id")).isEqualTo("orders-1");

        call(RegistryContract.DEREGISTER, new Deregistration("orders-1", null));
        await().until(() -> !names(discovery).contains("orders"));
        assertThat(names(discovery)).containsExactly("somebody-elses");
        wait(discovery.unpublish(wait(discovery.getRecord(r -> true)).getRegistration()));
    }

    private static String deployRegistry(String node) {
        RegistryConfig config =
                new RegistryConfig(java.util.UUID.randomUUID().toString(), node, Neighbours.HOST, "development");
        return wait(vertx.deployVerticle(new RegistryVerticle(config, ledger.view(), Clock.systemUTC())));
    }

    private static void emptyTheLedger() {
        ledger.put(ledger.view().snapshot().entries().stream()
                .map(e -> Mutation.delete(e.key()))
                .toArray(Mutation[]::new));
    }

    private static void expireAfter(Duration timeout) {
        EnvironmentConfig d = EnvironmentDefaults.of("development");
        ledger.put(Mutation.put(
                LedgerKeys.config("development"),
                new EnvironmentConfig(
                        d.environment(),
                        d.serviceIpBase(),
                        d.defaultPortRange(),
                        d.reservedPorts(),
                        d.serviceTypeRanges(),
                        timeout,
                        d.conflictResolutionStrategy())));
    }

    private static InstanceStatus status(String serviceId) {
        return ledger.view().snapshot().instance(serviceId).orElseThrow().status();
    }

    private static long revision(String serviceId) {
        return ledger.view().snapshot().instance(serviceId).orElseThrow().revision();
    }

    private static List<String> names(ServiceDiscovery discovery) {
        return wait(discovery.getRecords(r -> true)).stream()
                .map(Record::getName)
                .toList();
    }

    private static <E> List<E> heard(EventType<E> type) {
        List<E> events = new CopyOnWriteArrayList<>();
        wait(type.subscribe(vertx.eventBus(), events::add).completion());
        return events;
    }

    private static <Q, R> R call(Operation<Q, R> operation, Q request) {
        return wait(operation.call(vertx.eventBus(), request));
    }

    private static <Q, R> ContractException failure(Operation<Q, R> operation, Q request) {
        CompletionException thrown = catchThrowableOfType(CompletionException.class, () -> call(operation, request));
        assertThat(thrown).as("failure of %s", operation.address()).isNotNull();
        return (ContractException) thrown.getCause();
    }

    private static <T> T wait(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
