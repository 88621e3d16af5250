package io.lotse.connection;

import java.net.URI;

import io.lotse.connection.ConnectionMonitorConfig.Check;
import io.lotse.contracts.network.ProbeKind;

/** What there is to say of a target, however it is tried. */
final class Targets {
    private Targets() {}

    static ProbeKind kind(Check check) {
        if (check instanceof Check.Tcp) {
            return ProbeKind.TCP;
        }
        if (check instanceof Check.Icmp) {
            return ProbeKind.ICMP;
        }
        return check instanceof Check.Http ? ProbeKind.HTTP : ProbeKind.DNS;
    }

    /** What is tried, for people. */
    static String address(Check check) {
        if (check instanceof Check.Tcp c) {
            return c.host() + ":" + c.port();
        }
        if (check instanceof Check.Dns c) {
            return c.name() + " by " + (c.server() == null ? "the system's server" : c.server() + ":" + c.port());
        }
        return check instanceof Check.Icmp c ? c.address() : ((Check.Http) check).url();
    }

    /** Whether reaching it takes a network: another host than this one. */
    static boolean isBeyondHost(Check check) {
        if (check instanceof Check.Tcp c) {
            return !isLoopback(c.host());
        }
        if (check instanceof Check.Dns c) {
            return c.server() == null || !isLoopback(c.server());
        }
        if (check instanceof Check.Icmp c) {
            return !isLoopback(c.address());
        }
        return !isLoopback(URI.create(((Check.Http) check).url()).getHost());
    }

    private static boolean isLoopback(String host) {
        return host.startsWith("127.")
                || host.equals("::1")
                || host.equals("[::1]")
                || host.equalsIgnoreCase("localhost");
    }
}
