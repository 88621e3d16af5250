package io.lotse.connection;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.lotse.connection.ConnectionMonitorConfig.Check;
import io.lotse.connection.ConnectionMonitorConfig.Target;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.network.NetworkAxis;

import static java.util.Objects.requireNonNull;

/**
 * What a connection monitor tries, and when it believes what it sees.
 *
 * @param targets what is tried; names are unique
 * @param lanGateway how the default gateway of the LAN is tried, where the system tells it; null for not at all
 * @param members how the control API of each other member is tried
 * @param memberKept how long a member that left is still tried, so that its end shows
 * @param failuresUntilOffline how many tries in a row must fail until a target counts as offline
 * @param successesUntilOnline how many tries in a row must succeed until it counts as online again
 * @param recovery what is done when an outage has ended
 */
public record NetworkConfig(
        List<Target> targets,
        Times lanGateway,
        Times members,
        Duration memberKept,
        int failuresUntilOffline,
        int successesUntilOnline,
        RecoveryConfig recovery) {

    /** How often something is tried, and how long one try may take: no longer than the interval. */
    public record Times(Duration interval, Duration timeout) {
        public Times {
            ConnectionMonitorConfig.checkTimes(interval, timeout);
        }
    }

    static final Times DEFAULT_TIMES = new Times(Duration.ofSeconds(5), Duration.ofSeconds(2));

    private static final int MOST_TARGETS = 200;
    private static final int DISCARD_PORT = 9;

    /** Nothing but loopback and the other members, down after 3 failures, up after 2 successes. */
    public static final NetworkConfig DEFAULT = new NetworkConfig(
            List.of(loopback(DEFAULT_TIMES)),
            null,
            new Times(Duration.ofSeconds(2), Duration.ofSeconds(1)),
            Duration.ofMinutes(10),
            3,
            2,
            RecoveryConfig.DEFAULT);

    public NetworkConfig {
        requireNonNull(recovery, "recovery");
        targets = List.copyOf(targets);
        if (targets.size() > MOST_TARGETS) {
            throw ContractException.invalid("targets", "are " + targets.size() + ": give at most " + MOST_TARGETS);
        }
        Set<String> names = new HashSet<>();
        for (Target target : targets) {
            if (!names.add(target.name())) {
                throw ContractException.invalid("targets", "has " + target.name() + " twice: give each its own name");
            }
        }
        if (memberKept.isNegative()) {
            throw ContractException.invalid("member_kept", "is " + memberKept + ": give 0 or more");
        }
        atLeastOne("failures_until_offline", failuresUntilOffline);
        atLeastOne("successes_until_online", successesUntilOnline);
    }

    /** What is tried of this host itself. */
    static Target loopback(Times times) {
        return new Target(
                NetworkAxis.LOOPBACK.wireName(),
                NetworkAxis.LOOPBACK,
                new Check.Tcp("127.0.0.1", DISCARD_PORT, true),
                times.interval(),
                times.timeout());
    }

    private static void atLeastOne(String field, int value) {
        if (value < 1) {
            throw ContractException.invalid(field, "is " + value + ": give 1 or more");
        }
    }
}
