package io.lotse.gateway;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.meshview.Service;

import static org.assertj.core.api.Assertions.assertThat;

class TargetTest {
    private final PlaceFinder finder = new PlaceFinder("alpha");
    private final Target target = new Target(
            "hello",
            InstanceFilter.ALL,
            Strategy.DEFAULT,
            new HealthGroup(WatchRule.DEFAULTS, System::nanoTime, (p, c) -> {}),
            new ArrayList<>());

    @Test
    void asksAnotherHostsPublicAddressItself() {
        refresh(instance("beta", "192.0.2.1"));

        assertThat(target.pool().all()).extracting(Endpoint::toString).containsExactly("192.0.2.1:80");
        assertThat(target.pool().isEmpty(true)).isFalse();
    }

    @Test
    void remembersAcrossChangesWhichEndpointsFailed() {
        refresh(instance("alpha", "127.0.0.1"));
        target.pool().all().get(0).health().connectFailed();

        refresh(instance("alpha", "127.0.0.1"), instance("alpha", "127.0.0.2"));

        assertThat(target.pool().all()).hasSize(2);
        assertThat(target.pool().all().get(0).admits()).isFalse();
        assertThat(target.pool().all().get(1).admits()).isTrue();
    }

    @Test
    void retiresAnEndpointWhoseInstanceIsGone() {
        refresh(instance("alpha", "127.0.0.1"), instance("alpha", "127.0.0.2"));
        Endpoint gone = target.pool().all().get(0);

        refresh(instance("alpha", "127.0.0.2"));

        assertThat(target.pool().all()).doesNotContain(gone);
        assertThat(gone.isRetiredFor(5, 5)).isFalse();
        assertThat(gone.isRetiredFor(5, 6)).isTrue();
    }

    private void refresh(Instance... instances) {
        target.refresh(service(instances), finder, Peers.NONE, 0);
    }

    private static Service service(Instance... instances) {
        return new Service("hello", List.of(instances), List.of(instances), Map.of());
    }

    private static Instance instance(String host, String address) {
        RegisteredInstance registered = new RegisteredInstance(
                address,
                "hello",
                null,
                address,
                host,
                Protocol.TCP,
                InstanceStatus.ACTIVE,
                null,
                null,
                null,
                "development",
                null,
                null,
                null,
                Instant.EPOCH,
                false);
        return Instance.of(registered, 80, true, null, 1);
    }
}
