package io.lotse.gateway;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.meshview.Service;

import static org.assertj.core.api.Assertions.assertThat;

class RouteCompilerTest {
    private final RouteCompiler compiler = new RouteCompiler("alpha", System::nanoTime);

    @Test
    void asksAnotherHostsPublicAddressItself() {
        Route route = compiler.compile(service(instance("beta", "192.0.2.1")), Peers.NONE, null);

        assertThat(route.endpoints(true)).extracting(Endpoint::toString).containsExactly("192.0.2.1:80");
    }

    @Test
    void remembersAcrossChangesWhichEndpointsFailed() {
        Route before = compiler.compile(service(instance("alpha", "127.0.0.1")), Peers.NONE, null);
        before.endpoints(false).get(0).connectFailed();

        Route after = compiler.compile(
                service(instance("alpha", "127.0.0.1"), instance("alpha", "127.0.0.2")), Peers.NONE, before);

        assertThat(after.endpoints(false)).hasSize(2);
        assertThat(after.endpoints(false).get(0).admits()).isFalse();
        assertThat(after.endpoints(false).get(1).admits()).isTrue();
    }

    private static Service service(Instance... instances) {
        return new Service("hello", List.of(instances), List.of(instances));
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
