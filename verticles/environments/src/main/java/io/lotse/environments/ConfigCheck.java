package io.lotse.environments;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import io.netty.util.NetUtil;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortRange;
import io.lotse.meshview.MeshSnapshot;

/** Finds all mistakes of a configuration at once. */
final class ConfigCheck {
    private static final Duration MIN_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration MAX_TIMEOUT = Duration.ofDays(1);
    private static final String TYPE = "[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}";

    private final List<FieldError> errors = new ArrayList<>();

    private ConfigCheck() {}

    /**
     * @throws ContractException {@link ProblemCode#INVALID_REQUEST} with each mistake;
     *     {@link ProblemCode#UNKNOWN_ENVIRONMENT} if that is the only one
     */
    static void check(EnvironmentConfig config, MeshSnapshot snapshot) {
        if (config == null) {
            throw ContractException.invalid("config", "is missing: give the whole new configuration");
        }
        ConfigCheck check = new ConfigCheck();
        check.present("service_ip_base", config.serviceIpBase());
        check.present("default_port_range", config.defaultPortRange());
        check.present("heartbeat_timeout", config.heartbeatTimeout());
        check.present("conflict_resolution_strategy", config.conflictResolutionStrategy());
        check.address(config.serviceIpBase());
        check.timeout("heartbeat_timeout", config.heartbeatTimeout(), MIN_TIMEOUT);
        check.timeout("port_quarantine", config.portQuarantine(), Duration.ZERO);
        check.timeout("reassignment_timeout", config.reassignmentTimeout(), MIN_TIMEOUT);
        check.dynamicBand(config.dynamicBandPercent());
        config.serviceTypeRanges().keySet().forEach(check::type);
        check.leavesAPort(config);
        try {
            snapshot.knownEnvironment(config.environment());
        } catch (ContractException unknown) {
            if (check.errors.isEmpty()) {
                throw unknown;
            }
            check.errors.addAll(unknown.errors());
        }
        check.finish();
    }

    private void finish() {
        if (!errors.isEmpty()) {
            throw ContractException.invalid(errors);
        }
    }

    private void present(String field, Object value) {
        if (value == null) {
            wrong(field, "is missing: a change replaces the whole configuration");
        }
    }

    private void address(String ip) {
        if (ip != null && !NetUtil.isValidIpV4Address(ip) && !NetUtil.isValidIpV6Address(ip)) {
            wrong("service_ip_base", "'" + ip + "' is no IP address: give one such as 127.0.0.1");
        }
    }

    private void timeout(String field, Duration timeout, Duration least) {
        if (timeout != null && (timeout.compareTo(least) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0)) {
            wrong(
                    field,
                    timeout.toMillis() / 1000.0 + " s is too " + (timeout.compareTo(least) < 0 ? "short" : "long")
                            + ": give " + least.toSeconds() + " to " + MAX_TIMEOUT.toSeconds() + " seconds");
        }
    }

    private void dynamicBand(int percent) {
        if (percent < 1 || percent > 100) {
            wrong("dynamic_band_percent", percent + " is no share of a range: give 1 to 100");
        }
    }

    private void type(String name) {
        if (!name.matches(TYPE)) {
            wrong(
                    "service_type_ranges." + name,
                    "is no type of service: give 1 to 63 letters, digits, '.', '_' or '-', a letter or digit first");
        }
    }

    private void leavesAPort(EnvironmentConfig config) {
        PortRange range = config.defaultPortRange();
        BitSet reserved = new BitSet();
        config.reservedPorts().forEach(span -> reserved.set(span.first(), span.last() + 1));
        if (range != null && reserved.nextClearBit(range.first()) > range.last()) {
            wrong("reserved_ports", "reserve all ports of default_port_range " + range + ": leave at least one");
        }
    }

    private void wrong(String field, String message) {
        errors.add(new FieldError(field, message));
    }
}
