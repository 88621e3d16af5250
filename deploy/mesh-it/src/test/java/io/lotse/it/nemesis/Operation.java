package io.lotse.it.nemesis;

/**
 * One thing that a client wants.
 *
 * @param key the idempotency key, and the name of the operation in its history; no two operations share one
 * @param subject the instance's id; the environment's name of a {@link Kind#CONFIGURE}; empty of a {@link Kind#READ}
 * @param value what a {@link Kind#CONFIGURE} writes, no two write the same; 0 of the others
 */
record Operation(String key, Kind kind, String subject, int value) {
    enum Kind {
        REGISTER,
        DEREGISTER,
        CONFIGURE,
        READ
    }

    static Operation register(String key, String instance) {
        return new Operation(key, Kind.REGISTER, instance, 0);
    }

    static Operation deregister(String key, String instance) {
        return new Operation(key, Kind.DEREGISTER, instance, 0);
    }

    static Operation configure(String key, String environment, int value) {
        return new Operation(key, Kind.CONFIGURE, environment, value);
    }

    static Operation read(String key) {
        return new Operation(key, Kind.READ, "", 0);
    }
}
