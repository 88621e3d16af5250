package io.lotse.observer;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is measured over time. Its name says its unit. */
enum Figure {
    /** Answered by the instances, well or not, as the gateways counted them. */
    REQUESTS_PER_SECOND(Fold.MEAN, Fold.SUM, "Requests that gateways sent"),
    /** Answered 5xx, broken off, timed out, or without a connection. */
    ERRORS_PER_SECOND(Fold.MEAN, Fold.SUM, "Requests of gateways that failed or were answered 5xx"),
    IN_FLIGHT(Fold.MEAN, Fold.SUM, "Requests of gateways under way"),
    /** From sending a request until the answer's head came. Over more time than a slot: that of the worst slot. */
    LATENCY_P50_MS(Fold.MOST, Fold.MOST, "Half of the gateways' requests were answered within this"),
    LATENCY_P95_MS(Fold.MOST, Fold.MOST, "95 of 100 requests of gateways were answered within this"),
    LATENCY_P99_MS(Fold.MOST, Fold.MOST, "99 of 100 requests of gateways were answered within this"),
    LATENCY_MAX_MS(Fold.MOST, Fold.MOST, "All requests of gateways were answered within this"),
    /** From the question to the end of the answer to a health check. */
    RESPONSE_TIME_MS(Fold.MEAN, Fold.MEAN, "How long health checks take"),
    UP_PERCENT(Fold.MEAN, Fold.MEAN, "The share of health checks that did not fail"),
    CPU_PERCENT(Fold.MEAN, Fold.MEAN, "Processor time in use, of what may be used"),
    MEMORY_BYTES(Fold.MEAN, Fold.SUM, "Memory in use"),
    /** The least that was in use: what a collection of garbage leaves. */
    MEMORY_FLOOR_BYTES(Fold.LEAST, Fold.SUM, "The least memory in use"),
    MEMORY_PERCENT(Fold.MEAN, Fold.MOST, "Memory in use, of what may be used"),
    DATABASE_LOAD_PERCENT(Fold.MEAN, Fold.MOST, "Database connections in use, of the busiest pool"),
    QUEUED(Fold.MEAN, Fold.SUM, "Messages that wait"),
    /** Of all processors of the host, as its operating system sees the instance's process. */
    PROCESS_CPU_PERCENT(Fold.MEAN, Fold.SUM, "Processor time of the process, of all of its host"),
    PROCESS_MEMORY_BYTES(Fold.MEAN, Fold.SUM, "Memory of the process in RAM"),
    /** Tasks that run or wait, of the processors there are; above 100 some wait. */
    LOAD_PERCENT(Fold.MEAN, Fold.MOST, "Tasks that run or wait for a processor, of the processors there are");

    private final Fold overTime;
    private final Fold overInstances;
    private final String description;

    Figure(Fold overTime, Fold overInstances, String description) {
        this.overTime = overTime;
        this.overInstances = overInstances;
        this.description = description;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How values of several slots of time become one. */
    Fold overTime() {
        return overTime;
    }

    /** How values of several instances become one of their service. */
    Fold overInstances() {
        return overInstances;
    }

    String description() {
        return description;
    }

    static Optional<Figure> of(String wireName) {
        return Arrays.stream(values())
                .filter(f -> f.wireName().equals(wireName))
                .findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(Figure::wireName).collect(Collectors.joining(", "));
    }
}
