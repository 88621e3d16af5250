package io.lotse.launcher.demo;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Counts what the load sees. */
final class Tally {
    private Counts window = new Counts();
    private final Counts all = new Counts();

    /** Requests, failures by service, and the slowest answer. */
    private static final class Counts {
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
            return requests + " requests, " + failed + " failed" + (failed == 0 ? "" : " " + failures) + ", slowest "
                    + slowest.toMillis() + " ms" + (slowestService == null ? "" : " (" + slowestService + ")") + ", "
                    + events + (events == 1 ? " event" : " events");
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
        window = new Counts();
        return line;
    }

    /** A line for people about all of it. */
    synchronized String total() {
        return all.line();
    }
}
