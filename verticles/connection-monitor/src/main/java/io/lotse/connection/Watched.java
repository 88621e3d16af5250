package io.lotse.connection;

import java.time.Duration;

import io.lotse.connection.ConnectionMonitorConfig.Check;
import io.lotse.connection.ConnectionMonitorConfig.Target;
import io.lotse.contracts.network.NetworkAxis;

/** What is tried, whether it was configured, is a member or was found on this host. */
record Watched(String name, NetworkAxis axis, Check check, Duration interval, Duration timeout) {
    private static final int DNS_PORT = 53;

    static Watched of(Target target) {
        return new Watched(target.name(), target.axis(), target.check(), target.interval(), target.timeout());
    }

    /** Most gateways answer names for their LAN; one that refuses is reached as well. */
    static Watched lanGateway(String address, NetworkConfig.Times times) {
        return new Watched(
                ConnectionMonitorConfig.LAN_GATEWAY,
                NetworkAxis.LAN,
                new Check.Tcp(address, DNS_PORT, true),
                times.interval(),
                times.timeout());
    }
}
