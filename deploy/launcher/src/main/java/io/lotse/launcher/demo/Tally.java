package io.lotse.launcher.demo;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import io.lotse.contracts.Counts;

/** Counts what the load sees. */
final class Tally {
    private Sums window = new Sums();
    private final Sums all = new Sums();

    /** Requests, failures by service, and the slowest answer. */
    private static final class Sums {
        private long requests;
        private long events;
        private Duration slowest = Duration.ZERO;
        private String slowestService;
        private final Map<String, Integer> failures = new TreeMap<>();

        private void answered(String service, Duration took, boolean well) {
            requests++;
            if (!well) {
                failures.merge(service, 1, Integer::sum);
            }
            if (took.compareTo(slowest) > 0) {
                slowest = took;
                slowestService = service;
            }
        }

        private String line() {
            long failed = failures.values().stream().mapToInt(Integer::intValue).sum();
            return Counts.of(requests, "request") + ", " + failed + " failed" + (failed == 0 ? "" : " " + failures)
                    + ", slowest "
                    + slowest.toMillis() + " ms" + (slowestService == null ? "" : " (" + slowestService + ")") + ", "
                    + Counts.of(events, "event");
        }
    }

    synchronized void answered(String service, Duration took, boolean well) {
        window.answered(service, took, well);
        all.answered(service, took, well);
    }

    synchronized void published() {
        window.events++;
        all.events++;
    }

    /** A line for people about the time since the last one. */
    synchronized String next() {
        String line = window.line();
        window = new Sums();
        return line;
    }

    /** A line for people about all of it. */
    synchronized String total() {
        return all.line();
    }
}
