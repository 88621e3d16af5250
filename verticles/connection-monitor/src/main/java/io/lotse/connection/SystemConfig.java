package io.lotse.connection;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the section {@code ConnectionMonitor} of a {@code system_config.json} says, as the monitor that Lotse replaces
 * read it.
 *
 * @param enabled whether the network is watched at all
 * @param autoStart whether what an outage left broken is restarted
 * @param mode how the monitor was to run; null if nobody said
 * @param checkInterval how often targets are tried; null if nobody said
 * @param maxRestartAttempts how often an instance is restarted at most; null if nobody said
 * @param servicesToMonitor the names of services in Kubernetes
 * @param portForwards the local ports of each service's port-forward by its name, the primary first
 */
public record SystemConfig(
        boolean enabled,
        boolean autoStart,
        Mode mode,
        Duration checkInterval,
        Integer maxRestartAttempts,
        List<String> servicesToMonitor,
        Map<String, List<Integer>> portForwards) {

    /** How the monitor that is replaced was to run. */
    public enum Mode {
        FOREGROUND,
        BACKGROUND,
        SCHEDULED,
        SERVICE,
        /** One look at the ports, and nothing else. */
        PORTS_ONLY;

        private static final Map<String, Mode> OTHER_NAMES = Map.of(
                "console", FOREGROUND,
                "detached", BACKGROUND,
                "scheduledtask", SCHEDULED,
                "task", SCHEDULED,
                "daemon", SERVICE,
                "ports", PORTS_ONLY);

        /** The one of that name, however it is written: {@code PortsOnly}, {@code ports-only}. */
        static Optional<Mode> of(String name) {
            String plain = name.toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
            return Arrays.stream(values())
                    .filter(mode -> mode.name()
                            .toLowerCase(Locale.ROOT)
                            .replace("_", "")
                            .equals(plain))
                    .findFirst()
                    .or(() -> Optional.ofNullable(OTHER_NAMES.get(plain)));
        }
    }

    /** Nothing was said. */
    public static final SystemConfig NONE = new SystemConfig(true, true, null, null, null, List.of(), Map.of());

    public SystemConfig {
        servicesToMonitor = List.copyOf(servicesToMonitor);
        portForwards = Map.copyOf(portForwards);
    }

    /** What holds where {@code lotse.yaml} says nothing else. */
    public NetworkConfig.Times times() {
        NetworkConfig.Times byDefault = NetworkConfig.DEFAULT_TIMES;
        if (checkInterval == null) {
            return byDefault;
        }
        boolean shorter = checkInterval.compareTo(byDefault.timeout()) < 0;
        return new NetworkConfig.Times(checkInterval, shorter ? checkInterval : byDefault.timeout());
    }

    /** What holds where {@code lotse.yaml} says nothing else. */
    public RecoveryConfig recovery() {
        RecoveryConfig byDefault = RecoveryConfig.DEFAULT;
        int attempts = maxRestartAttempts == null ? byDefault.maxRestartAttempts() : maxRestartAttempts;
        return new RecoveryConfig(
                byDefault.settle(),
                byDefault.jitter(),
                autoStart && mode != Mode.PORTS_ONLY ? attempts : 0,
                byDefault.readyWithin());
    }
}
