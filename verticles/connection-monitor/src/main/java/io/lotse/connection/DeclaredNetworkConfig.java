package io.lotse.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lotse.connection.ConnectionMonitorConfig.Check;
import io.lotse.connection.ConnectionMonitorConfig.Target;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.network.NetworkAxis;

/**
 * What {@code lotse.yaml} says under {@code network}.
 *
 * @param settings what was said, the default where nothing was; to be used only where there are no mistakes
 * @param mistakes each mistake; empty if all is right
 */
public record DeclaredNetworkConfig(NetworkConfig settings, List<FieldError> mistakes) {
    /** The key in the file. */
    public static final String KEY = "network";

    private static final int DNS_PORT = 53;
    private static final List<String> CHECKS = List.of("tcp", "http", "dns", "icmp");

    /** Reads what is declared, with every mistake. */
    public static DeclaredNetworkConfig read(Object tree) {
        return read(tree, SystemConfig.NONE);
    }

    /**
     * Reads what is declared, with every mistake.
     *
     * @param tree null for nothing
     * @param former what holds where it says nothing
     */
    public static DeclaredNetworkConfig read(Object tree, SystemConfig former) {
        List<FieldError> mistakes = new ArrayList<>();
        NetworkConfig byDefault = NetworkConfig.DEFAULT;
        DeclaredFields network = DeclaredFields.of(KEY, tree, "give targets and the like", mistakes);
        List<Target> targets = new ArrayList<>();
        List<?> declared = network.list("targets");
        for (int i = 0; i < declared.size(); i++) {
            String at = KEY + ".targets[" + i + "]";
            if (declared.get(i) instanceof Map) {
                target(DeclaredFields.of(at, declared.get(i), "", mistakes), former.times())
                        .ifPresent(targets::add);
            } else {
                mistakes.add(new FieldError(at, "is no target: give its name and tcp, http, dns or icmp"));
            }
        }
        if (targets.stream().noneMatch(t -> t.axis() == NetworkAxis.LOOPBACK)) {
            targets.add(0, NetworkConfig.loopback(former.times()));
        }
        NetworkConfig.Times lan = lanGateway(network, former.times(), mistakes);
        NetworkConfig.Times members = times(network, "member_", byDefault.members());
        int failures = network.number("failures_until_offline", 1, 1_000).orElse(byDefault.failuresUntilOffline());
        int successes = network.number("successes_until_online", 1, 1_000).orElse(byDefault.successesUntilOnline());
        Duration kept = network.time("member_kept").orElse(byDefault.memberKept());
        RecoveryConfig recovery = recovery(network, former.recovery(), mistakes);
        network.end();
        NetworkConfig settings = mistakes.isEmpty()
                ? network.attempt(() -> new NetworkConfig(targets, lan, members, kept, failures, successes, recovery))
                        .orElse(byDefault)
                : byDefault;
        return new DeclaredNetworkConfig(settings, mistakes);
    }

    private static RecoveryConfig recovery(
            DeclaredFields network, RecoveryConfig byDefault, List<FieldError> mistakes) {
        DeclaredFields fields =
                DeclaredFields.of(KEY + ".recovery", network.take("recovery"), "give settle and the like", mistakes);
        Duration settle = fields.time("settle").orElse(byDefault.settle());
        Duration jitter = fields.time("jitter").orElse(byDefault.jitter());
        int attempts = fields.number("max_restart_attempts", 0, 100).orElse(byDefault.maxRestartAttempts());
        Duration readyWithin = fields.time("ready_within").orElse(byDefault.readyWithin());
        fields.end();
        return new RecoveryConfig(settle, jitter, attempts, readyWithin);
    }

    /** Null for not at all. */
    private static NetworkConfig.Times lanGateway(
            DeclaredFields network, NetworkConfig.Times byDefault, List<FieldError> mistakes) {
        Object value = network.take("lan_gateway");
        if (value instanceof Map) {
            DeclaredFields fields = DeclaredFields.of(KEY + ".lan_gateway", value, "", mistakes);
            NetworkConfig.Times times = times(fields, "", byDefault);
            fields.end();
            return times;
        }
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value) ? byDefault : null;
        }
        mistakes.add(new FieldError(
                KEY + ".lan_gateway", "is " + value + ": give true, false, or an interval and a timeout"));
        return null;
    }

    private static NetworkConfig.Times times(DeclaredFields fields, String prefix, NetworkConfig.Times byDefault) {
        Duration interval = fields.time(prefix + "interval").orElse(byDefault.interval());
        Duration shorter = byDefault.timeout().compareTo(interval) > 0 ? interval : byDefault.timeout();
        Duration timeout = fields.time(prefix + "timeout").orElse(shorter);
        return fields.attempt(() -> new NetworkConfig.Times(interval, timeout)).orElse(byDefault);
    }

    private static Optional<Target> target(DeclaredFields fields, NetworkConfig.Times byDefault) {
        String name = fields.text("name").orElse(null);
        NetworkAxis axis = axis(fields);
        Optional<Check> check = check(fields);
        NetworkConfig.Times times = times(fields, "", byDefault);
        fields.end();
        return check.flatMap(c -> fields.attempt(() -> new Target(name, axis, c, times.interval(), times.timeout())));
    }

    private static NetworkAxis axis(DeclaredFields fields) {
        Optional<String> text = fields.text("axis");
        for (NetworkAxis axis : NetworkAxis.values()) {
            if (axis.canBeOut() && axis.wireName().equals(text.orElse(NetworkAxis.OTHER.wireName()))) {
                return axis;
            }
        }
        fields.wrong("axis", "is " + text.orElse("") + ": give loopback, lan, dns, internet, vpn, kubernetes or other");
        return NetworkAxis.OTHER;
    }

    private static Optional<Check> check(DeclaredFields fields) {
        Map<String, String> given = new LinkedHashMap<>();
        CHECKS.forEach(kind -> fields.text(kind).ifPresent(text -> given.put(kind, text)));
        boolean refusedIsReached = fields.flag("refused_is_reached").orElse(false);
        String server = fields.text("server").orElse(null);
        if (given.size() != 1) {
            fields.wrong(
                    "check",
                    given.isEmpty()
                            ? "is missing: give one of " + String.join(", ", CHECKS)
                            : "is given as " + String.join(" and as ", given.keySet()) + ": give one of them");
            return Optional.empty();
        }
        String kind = given.keySet().iterator().next();
        String text = given.get(kind);
        return fields.attempt(() -> switch (kind) {
            case "tcp" -> tcp(text, refusedIsReached);
            case "http" -> new Check.Http(text);
            case "icmp" -> new Check.Icmp(text);
            default -> dns(text, server);
        });
    }

    private static Check tcp(String text, boolean refusedIsReached) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw ContractException.invalid("tcp", "is " + text + ": give HOST:PORT");
        }
        String host = text.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
        return new Check.Tcp(host, port("tcp", text.substring(colon + 1)), refusedIsReached);
    }

    private static Check dns(String name, String server) {
        if (server == null || !server.matches("[0-9.]+:\\d+|\\[.*]:\\d+")) {
            return new Check.Dns(name, server, DNS_PORT);
        }
        int colon = server.lastIndexOf(':');
        String address = server.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
        return new Check.Dns(name, address, port("server", server.substring(colon + 1)));
    }

    private static int port(String field, String text) {
        if (!text.matches("\\d{1,5}")) {
            throw ContractException.invalid(field, "has no port: end it with :PORT, 1 to 65535");
        }
        return Integer.parseInt(text);
    }
}
