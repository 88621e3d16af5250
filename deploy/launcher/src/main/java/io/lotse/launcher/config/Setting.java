package io.lotse.launcher.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that can be set of a node: the option {@code --gateway-port} is {@code LOTSE_GATEWAY_PORT} in the
 * environment and {@code gateway_port} in {@code lotse.yaml}.
 */
public enum Setting {
    MODE("MODE", "development, test or production. Default: development"),
    NAME("NODE", "The node's name, lasting. Default: the host's name"),
    DATA("DIR", "The data folder. Default: $LOTSE_HOME/NODE, else ~/.lotse/NODE"),
    HOST("HOST", "The name of this host, the space its ports lie in. Default: what the system says"),
    ADDRESS("ADDRESS", "The address that all listeners bind and that others are told. Default: 127.0.0.1"),
    GATEWAY_PORT("PORT", "The gateway's port. Default: 8000, or the next free one"),
    CONTROL_PORT("PORT", "The control API's port. Default: 8010, or the next free one"),
    CLUSTER_PORT("PORT", "The cluster's port. Default: 5701, or the next free one"),
    LEDGER_PORT("PORT", "The port of a ledger's voter. Default: 5801; a founder takes the next free one"),
    DNS_PORT("PORT", "The port of DNS, UDP and TCP. Default: 8600, or the next free one"),
    JOIN("HOST:PORT,...", "Cluster addresses of nodes to join. Default: none, found a cluster"),
    VOTERS("NODE=HOST:PORT,...", "The nodes that found the ledger, with their ledger ports. Default: a founder alone"),
    ROLES("ROLE,...", "What runs on this node. Default: all of " + allRoles()),
    DETACH(null, "Run in the background, and return when the node is ready");

    private final String label;
    private final String description;

    Setting(String label, String description) {
        this.label = label;
        this.description = description;
    }

    /** The key in {@code lotse.yaml}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name on the command line. */
    public String option() {
        return "--" + key().replace('_', '-');
    }

    /** The name in the environment. */
    public String variable() {
        return "LOTSE_" + name();
    }

    /** What stands for the value in the help; empty for a switch. */
    public Optional<String> label() {
        return Optional.ofNullable(label);
    }

    /** What it means and its default, in a sentence. */
    public String description() {
        return description;
    }

    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values()).filter(s -> s.key().equals(key)).findFirst();
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(Setting::key).toList();
    }

    private static String allRoles() {
        return String.join(",", Arrays.stream(Role.values()).map(Role::wireName).toList());
    }
}
