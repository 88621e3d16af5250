package io.lotse.environments;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.environments.EnvironmentsContract;
import io.lotse.contracts.ports.ConfigChange;
import io.lotse.contracts.ports.ConfigDifference;
import io.lotse.contracts.ports.ConfigPreview;
import io.lotse.contracts.ports.ConfigQuery;
import io.lotse.contracts.ports.ConfigReply;
import io.lotse.contracts.ports.ConflictStrategy;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortHolder;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.PortSpan;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.meshview.EnvironmentDefaults;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshView;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class ConfigurationsTest {
    @RegisterExtension
    static final EnvironmentsFixture room = new EnvironmentsFixture();

    @Test
    void refusesWhatNoEnvironmentIs() {
        assertThat(room.failure(PortsContract.READ_CONFIG, new ConfigQuery("staging"))
                        .code())
                .isEqualTo(ProblemCode.UNKNOWN_ENVIRONMENT);
    }

    @Test
    void changesAConfigurationAndTellsOfIt() {
        List<ConfigReply> told = new CopyOnWriteArrayList<>();
        EnvironmentsFixture.wait(PortsContract.CONFIG_CHANGED
                .subscribe(room.vertx.eventBus(), told::add)
                .completion());
        assertThat(room.call(PortsContract.READ_CONFIG, new ConfigQuery("test")).revision())
                .isZero();

        ConfigReply changed = room.call(PortsContract.CHANGE_CONFIG, new ConfigChange(config(5), 0L, null));

        assertThat(room.call(PortsContract.READ_CONFIG, new ConfigQuery("test")))
                .isEqualTo(changed);
        assertThat(changed.config().heartbeatTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(told).containsExactly(changed);
    }

    @Test
    void refusesAChangeOnTopOfAnOlderRevision() {
        ConfigReply first = room.call(PortsContract.CHANGE_CONFIG, new ConfigChange(config(5), null, null));
        room.call(PortsContract.CHANGE_CONFIG, new ConfigChange(config(6), first.revision(), null));

        ContractException failure =
                room.failure(PortsContract.CHANGE_CONFIG, new ConfigChange(config(7), first.revision(), null));

        assertThat(failure.code()).isEqualTo(ProblemCode.CONFLICT);
        assertThat(room.call(PortsContract.READ_CONFIG, new ConfigQuery("test"))
                        .config()
                        .heartbeatTimeout())
                .isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void answersTheSameKeyTheSameWayAndOnlyForTheSameChange() {
        ConfigChange change = new ConfigChange(config(5), 0L, "key-1");

        ConfigReply first = room.call(PortsContract.CHANGE_CONFIG, change);

        assertThat(room.call(PortsContract.CHANGE_CONFIG, change)).isEqualTo(first);
        assertThat(room.failure(PortsContract.CHANGE_CONFIG, new ConfigChange(config(6), 0L, "key-1"))
                        .code())
                .isEqualTo(ProblemCode.IDEMPOTENCY_KEY_REUSED);
    }

    @Test
    void takesNoPortFromAnInstanceThatHoldsIt() {
        room.register("orders-1", "test", null, 16_050, InstanceStatus.ACTIVE);
        room.register("web-1", "test", "web", 17_000, InstanceStatus.INACTIVE);
        room.register("other-1", "development", null, 17_001, InstanceStatus.ACTIVE);

        ContractException refused = room.failure(PortsContract.CHANGE_CONFIG, new ConfigChange(config(5), null, "k"));

        assertThat(refused.code()).isEqualTo(ProblemCode.PORTS_IN_USE);
        assertThat(refused.errors())
                .extracting(FieldError::field)
                .containsExactly("allocation/host-a/tcp/16050", "allocation/host-a/tcp/17000");
        assertThat(refused.errors().get(0).message()).contains("orders-1").contains("reserved");
        assertThat(room.call(PortsContract.READ_CONFIG, new ConfigQuery("test")).config())
                .isEqualTo(EnvironmentDefaults.of("test"));
    }

    @Test
    void letsAnInstanceKeepAPortThatNoRangeGaveIt() {
        room.register("own-1", "test", null, 9_999, InstanceStatus.ACTIVE);

        assertThat(room.call(PortsContract.CHANGE_CONFIG, new ConfigChange(config(5), 0L, null))
                        .config())
                .isEqualTo(config(5));
    }

    @Test
    void tellsWhatAChangeWouldDoAndChangesNothing() {
        room.register("orders-1", "test", null, 16_050, InstanceStatus.ACTIVE);

        ConfigPreview preview = room.call(PortsContract.PREVIEW_CONFIG, new ConfigChange(config(5), null, null));

        assertThat(preview.differences())
                .contains(new ConfigDifference("test", "default_port_range", "[16000,17999]", "[16000,16100]"))
                .extracting(ConfigDifference::field)
                .containsExactly(
                        "conflict_resolution_strategy",
                        "default_port_range",
                        "heartbeat_timeout",
                        "reserved_ports",
                        "service_type_ranges");
        assertThat(preview.holders()).extracting(PortHolder::serviceId).containsExactly("orders-1");
        assertThat(preview.holdersTotal()).isEqualTo(1);
        assertThat(room.view().snapshot().config("test").revision()).isZero();
    }

    @Test
    void takesBackAChangeThatAnInstanceWasFasterThan() {
        room.register("orders-1", "test", null, 17_500, InstanceStatus.ACTIVE);
        MeshView late = new MeshView(room.clock());
        Configurations slow = new Configurations(
                room.vertx.eventBus(), late, new LedgerWriter(room.vertx, room.view()), room.clock());

        assertThatThrownBy(() -> EnvironmentsFixture.wait(slow.change(new ConfigChange(config(5), null, "key-1"))))
                .as("when it looked, the instance was not there")
                .cause()
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("17500 (orders-1)");

        await().until(() -> room.view().snapshot().config("test").revision() == 0);
        assertThat(room.view().snapshot().config("test").config()).isEqualTo(EnvironmentDefaults.of("test"));
    }

    @Test
    void keepsTheSlotsOfEnvironmentsApartFromEveryConfiguredRange() {
        room.call(EnvironmentsContract.CREATE, EnvironmentsFixture.creation("pr-1"));
        EnvironmentConfig overlapping = new EnvironmentConfig(
                "development",
                "127.0.0.1",
                new PortRange(18_049, 20_000),
                null,
                null,
                Duration.ofSeconds(30),
                ConflictStrategy.NEXT_FREE);

        ContractException refused =
                room.failure(PortsContract.CHANGE_CONFIG, new ConfigChange(overlapping, null, null));

        assertThat(refused.code()).isEqualTo(ProblemCode.RANGE_OVERLAPS);
        assertThat(refused).hasMessageContaining("pr-1");
    }

    private static EnvironmentConfig config(int timeoutSeconds) {
        return new EnvironmentConfig(
                "test",
                "127.0.0.1",
                new PortRange(16_000, 16_100),
                List.of(PortSpan.of(16_050)),
                Map.of("web", new PortRange(16_200, 16_300)),
                Duration.ofSeconds(timeoutSeconds),
                ConflictStrategy.RANDOM);
    }
}
