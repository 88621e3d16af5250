package io.lotse.supervisor;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.Registration;
import io.lotse.contracts.registry.RegistryContract;

/** Somebody else's instance. */
final class RegisteredElsewhere {
    private RegisteredElsewhere() {}

    static Future<Instance> at(EventBus bus, int port) {
        return RegistryContract.REGISTER.call(
                bus,
                new Registration(
                        "other",
                        "other",
                        null,
                        null,
                        null,
                        null,
                        null,
                        new PortRange(port, port),
                        null,
                        null,
                        null,
                        null,
                        null,
                        InstanceStatus.ACTIVE,
                        null,
                        null,
                        null));
    }
}
