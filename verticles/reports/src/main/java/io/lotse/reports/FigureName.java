package io.lotse.reports;

/** The figures that reports read; their names say their units. */
final class FigureName {
    static final String REQUESTS = "requests_per_second";
    static final String ERRORS = "errors_per_second";
    static final String IN_FLIGHT = "in_flight";
    static final String P50 = "latency_p50_ms";
    static final String P95 = "latency_p95_ms";
    static final String P99 = "latency_p99_ms";
    static final String LONGEST = "latency_max_ms";
    static final String CHECK_TIME = "response_time_ms";
    static final String UP = "up_percent";
    static final String CPU = "cpu_percent";
    static final String MEMORY = "memory_percent";
    static final String MEMORY_BYTES = "memory_bytes";
    static final String MEMORY_FLOOR = "memory_floor_bytes";
    static final String DATABASE = "database_load_percent";

    private FigureName() {}
}
