package io.lotse.launcher;

import java.util.Map;

/**
 * Switches of the libraries that are read once, when their classes load; whoever sets one with {@code -D} has it as he
 * wants it.
 */
final class SystemDefaults {
    private static final Map<String, String> DEFAULTS = Map.of(
            // a command that was sent is not sent again behind our back
            "sun.net.http.retryPost", "false",
            "vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.SLF4JLogDelegateFactory",
            "hazelcast.logging.type", "slf4j",
            // two cores and a small heap: a few arenas and small chunks instead of 16 MB times cores
            "io.netty.allocator.numDirectArenas", "2",
            "io.netty.allocator.numHeapArenas", "2",
            "io.netty.allocator.maxOrder", "3",
            "org.apache.ratis.thirdparty.io.netty.allocator.numDirectArenas", "1",
            "org.apache.ratis.thirdparty.io.netty.allocator.maxOrder", "3",
            // services have addresses; names are resolved by the JDK, without Netty's resolver and its classes
            "vertx.disableDnsResolver", "true");

    private SystemDefaults() {}

    static void apply() {
        DEFAULTS.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }
}
