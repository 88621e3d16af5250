package io.lotse.contracts.ledger;

import io.lotse.contracts.ports.Protocol;

/** Where things lie in the ledger. */
public final class LedgerKeys {
    /** {@code instance/ID} holds a {@link io.lotse.contracts.registry.RegisteredInstance}. */
    public static final String INSTANCES = "instance/";
    /** {@code allocation/SPACE/PROTOCOL/PORT} holds an {@link io.lotse.contracts.ports.Allocation}. */
    public static final String ALLOCATIONS = "allocation/";
    /** {@code config/ENVIRONMENT} holds an {@link io.lotse.contracts.ports.EnvironmentConfig}. */
    public static final String CONFIGS = "config/";
    /** {@code host/HOST} holds {@link io.lotse.contracts.host.HostFacts}. */
    public static final String HOSTS = "host/";
    /** {@code duty/NAME} holds a {@link io.lotse.contracts.cluster.DutyHolder}. */
    public static final String DUTIES = "duty/";

    private LedgerKeys() {}

    public static String instance(String serviceId) {
        return INSTANCES + serviceId;
    }

    public static String allocation(String space, Protocol protocol, int port) {
        return ALLOCATIONS + space + "/" + protocol.wireName() + "/" + port;
    }

    public static String config(String environment) {
        return CONFIGS + environment;
    }

    public static String host(String host) {
        return HOSTS + host;
    }

    public static String duty(String name) {
        return DUTIES + name;
    }
}
