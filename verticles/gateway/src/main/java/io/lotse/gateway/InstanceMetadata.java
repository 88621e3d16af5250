package io.lotse.gateway;

import io.lotse.contracts.registry.Instance;

/** What an instance's metadata say to the gateway: {@code version}, {@code weight} (1 to 100), {@code zone} and {@code protocol}. */
final class InstanceMetadata {
    static final int MAX_WEIGHT = 100;

    private static final String VERSION = "version";
    private static final String WEIGHT = "weight";
    private static final String ZONE = "zone";
    private static final String PROTOCOL = "protocol";

    private InstanceMetadata() {}

    /** Null if it has none. */
    static String version(Instance instance) {
        return instance.metadata().get(VERSION);
    }

    /** Null if it has none. */
    static String zone(Instance instance) {
        return instance.metadata().get(ZONE);
    }

    /** Whether it says that it speaks HTTP/2 without TLS: {@code h2c} or {@code grpc}. */
    static boolean isHttp2(Instance instance) {
        String protocol = instance.metadata().get(PROTOCOL);
        return "h2c".equalsIgnoreCase(protocol) || "grpc".equalsIgnoreCase(protocol);
    }

    /** 1 for one that says nothing or what cannot be understood. */
    static int weight(Instance instance) {
        String text = instance.metadata().get(WEIGHT);
        if (text == null || !text.matches("[0-9]{1,3}")) {
            return 1;
        }
        return Math.max(1, Math.min(MAX_WEIGHT, Integer.parseInt(text)));
    }
}
