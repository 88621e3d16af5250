package io.lotse.observer;

/** What is wrong. */
enum VerdictKind {
    /** An instance holds more and more memory. */
    MEMORY_LEAK("memory_leak"),
    /** A version answers more slowly than the one before. */
    LATENCY_REGRESSION("latency_regression"),
    /** A service is slow because of one that it depends on. */
    BOTTLENECK("bottleneck"),
    /** A resource is used up, and requests wait for it. */
    SATURATION("saturation"),
    /** An instance goes down and comes back again and again. */
    FLAPPING("flapping"),
    /** A figure is not what it was at this hour on any day before. */
    ANOMALY("anomaly");

    private final String wireName;

    VerdictKind(String wireName) {
        this.wireName = wireName;
    }

    /** As users read it. */
    String wireName() {
        return wireName;
    }
}
