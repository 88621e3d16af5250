package io.lotse.meshview;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.ports.ConflictStrategy;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortRange;

/**
 * The configurations that Lotse comes with, valid until somebody puts another into the ledger. All lie below the
 * ephemeral ports of usual kernels (32768 and up) and away from Lotse's own listeners. The environments' ranges do not
 * overlap, so that a port tells which environment it belongs to. The slots of environments that are created are cut
 * from what lies between test's and development's.
 *
 * <ul>
 *   <li>development: 20000-31999, next-free
 *   <li>test: 16000-17999, next-free
 *   <li>production: 10000-15999, fail: whoever wishes a port there gets it or hears why not
 * </ul>
 */
public final class EnvironmentDefaults {
    /** The environments that are always there. */
    public static final List<String> ENVIRONMENTS = List.of("development", "test", "production");

    private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(30);
    private static final Map<String, EnvironmentConfig> CONFIGS = Map.of(
            "development", config("development", new PortRange(20_000, 31_999), ConflictStrategy.NEXT_FREE),
            "test", config("test", new PortRange(16_000, 17_999), ConflictStrategy.NEXT_FREE),
            "production", config("production", new PortRange(10_000, 15_999), ConflictStrategy.FAIL));

    private EnvironmentDefaults() {}

    /**
     * The configuration that an environment comes with.
     *
     * @throws ContractException {@link ProblemCode#UNKNOWN_ENVIRONMENT}
     */
    public static EnvironmentConfig of(String environment) {
        EnvironmentConfig config = environment == null ? null : CONFIGS.get(environment);
        if (config == null) {
            throw unknown(environment);
        }
        return config;
    }

    /** The configuration that an environment comes with: its kind's, with its own ports. */
    public static EnvironmentConfig of(Environment environment) {
        EnvironmentConfig kind = of(environment.kind().wireName());
        return environment.ports() == null
                ? kind
                : config(environment.name(), environment.ports(), kind.conflictResolutionStrategy());
    }

    /** The failure for an environment that is none. */
    public static ContractException unknown(String environment) {
        return unknown(environment, ENVIRONMENTS);
    }

    /** The same, naming those there are. */
    static ContractException unknown(String environment, Collection<String> known) {
        String message = "there is no environment " + environment + ": give one of " + String.join(", ", known)
                + ", or create it";
        return new ContractException(
                ProblemCode.UNKNOWN_ENVIRONMENT, message, List.of(new FieldError("environment", message)));
    }

    private static EnvironmentConfig config(String environment, PortRange range, ConflictStrategy strategy) {
        return new EnvironmentConfig(environment, "127.0.0.1", range, List.of(), Map.of(), HEARTBEAT_TIMEOUT, strategy);
    }
}
