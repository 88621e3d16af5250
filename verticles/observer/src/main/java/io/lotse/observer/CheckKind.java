package io.lotse.observer;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What an instance is asked, with the options that there are beside the kind. */
enum CheckKind {
    HTTP("expect_status", "expect_body", "max_latency_ms"),
    TCP,
    TLS("server_name", "warn_days"),
    DNS("query"),
    GRPC("grpc_service"),
    POSTGRESQL("user", "password_env", "database"),
    RABBITMQ("user", "password_env", "management_port", "vhost", "queue", "max_depth"),
    REDIS("user", "password_env");

    /** Names a variable of a node's environment: only the node's own file may, not whoever registers an instance. */
    static final String PASSWORD = "password_env";

    private final Set<String> options;

    CheckKind(String... options) {
        this.options = Set.of(options);
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The names of its options. */
    Set<String> options() {
        return options;
    }

    static Optional<CheckKind> of(String wireName) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName().equals(wireName))
                .findFirst();
    }

    /** All names, for messages. */
    static String names() {
        return Arrays.stream(values()).map(CheckKind::wireName).collect(Collectors.joining(", "));
    }
}
