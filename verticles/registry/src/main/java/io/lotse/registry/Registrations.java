package io.lotse.registry;

import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.Registration;

/** Variants of a registration. */
final class Registrations {
    private Registrations() {}

    /** What stands for the request's content. */
    static Registration withoutKey(Registration r) {
        return with(r, r.protocol(), r.environment(), r.priority());
    }

    /** With the defaults for what is absent and does not depend on the configuration. */
    static Registration complete(Registration r, String defaultEnvironment) {
        return with(
                r,
                r.protocol() == null ? Protocol.TCP : r.protocol(),
                r.environment() == null ? defaultEnvironment : r.environment(),
                r.priority() == null ? Integer.valueOf(0) : r.priority());
    }

    private static Registration with(Registration r, Protocol protocol, String environment, Integer priority) {
        return new Registration(
                r.serviceId(),
                r.serviceName(),
                r.serviceType(),
                r.ipAddress(),
                protocol,
                r.port(),
                r.preferredPort(),
                r.portRange(),
                r.restartScript(),
                environment,
                r.dependencies(),
                r.healthPath(),
                r.metadata(),
                r.status(),
                null,
                priority,
                r.ignoreQuarantine());
    }
}
