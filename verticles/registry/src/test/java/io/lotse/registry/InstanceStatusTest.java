package io.lotse.registry;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.registry.EndpointQuery;
import io.lotse.contracts.registry.Heartbeat;
import io.lotse.contracts.registry.HeartbeatReply;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceChange;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.contracts.registry.StatusReport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** How heartbeats and health checks change an instance. */
class InstanceStatusTest extends RegistryFixture {
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

    private static void expireAfter(Duration timeout) {
        ledger.put(Mutation.put(LedgerKeys.config("development"), Instances.expiringAfter(timeout)));
    }

    private static InstanceStatus status(String serviceId) {
        return ledger.view().snapshot().instance(serviceId).orElseThrow().status();
    }

    private static long revision(String serviceId) {
        return ledger.view().snapshot().instance(serviceId).orElseThrow().revision();
    }
}
