package io.lotse.gateway;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

import io.lotse.contracts.gateway.CircuitState;

/**
 * The figures of the instances behind the routes in the node's meter registry, by service and instance. They follow what the
 * gateway knows at each {@link #review}; at most {@link #MOST} instances have any.
 */
final class InstanceMeters {
    static final int MOST = 2_000;

    private final MeterRegistry registry;
    private final Map<Healths.Instance, Row> rows = new HashMap<>();

    InstanceMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Takes over which instances there are, and how they are. Safe on any thread. */
    synchronized void review(Map<Healths.Instance, List<Health>> instances) {
        rows.entrySet()
                .removeIf(
                        e -> !instances.containsKey(e.getKey()) && e.getValue().close());
        instances.forEach((instance, healths) -> {
            Row row = rows.get(instance);
            if (row == null && rows.size() < MOST) {
                row = new Row(instance);
                rows.put(instance, row);
            }
            if (row != null) {
                row.review(healths);
            }
        });
    }

    /**
     * What was counted for an instance.
     *
     * @param tallies of the routes that there are; the other figures are of those that are no more
     */
    private record Counted(Set<Tally> tallies, long requests, long failures, long connectFailures) {
        Counted with(Set<Tally> now) {
            List<Tally> gone = tallies.stream().filter(t -> !now.contains(t)).toList();
            return new Counted(
                    now,
                    requests + sum(gone, Tally::requests),
                    failures + sum(gone, Tally::failures),
                    connectFailures + sum(gone, Tally::connectFailures));
        }

        private static long sum(Collection<Tally> tallies, ToLongFunction<Tally> count) {
            return tallies.stream().mapToLong(count).sum();
        }

        long allRequests() {
            return requests + sum(tallies, Tally::requests);
        }

        long allFailures() {
            return failures + sum(tallies, Tally::failures);
        }

        long allConnectFailures() {
            return connectFailures + sum(tallies, Tally::connectFailures);
        }
    }

    /** One instance. Holds nothing of its health, which must be free to go with its route. */
    private final class Row {
        private final Tags tags;
        private final List<Meter> made = new ArrayList<>();
        private volatile Counted counted = new Counted(Set.of(), 0, 0, 0);
        private volatile int ejected;
        /** Null until there is a circuit. */
        private volatile CircuitState circuit;

        Row(Healths.Instance instance) {
            tags = Tags.of("service", instance.service(), "instance", instance.id());
            counter("requests", "Requests that were sent to the instance", r -> r.counted.allRequests());
            counter(
                    "failures",
                    "Requests that broke off, timed out or were answered 502, 503 or 504",
                    r -> r.counted.allFailures());
            counter("connect.failures", "Connects that failed", r -> r.counted.allConnectFailures());
            gauge("ejected", "1 while the instance is left out", r -> r.ejected);
        }

        private void counter(String what, String description, ToDoubleFunction<Row> count) {
            made.add(FunctionCounter.builder(name(what), this, count)
                    .description(description)
                    .tags(tags)
                    .register(registry));
        }

        private void gauge(String what, String description, ToDoubleFunction<Row> value) {
            made.add(Gauge.builder(name(what), this, value)
                    .description(description)
                    .tags(tags)
                    .register(registry));
        }

        private static String name(String what) {
            return "lotse.gateway.instance." + what;
        }

        void review(List<Health> healths) {
            Set<Tally> tallies = new HashSet<>();
            healths.forEach(h -> tallies.add(h.tally()));
            if (!tallies.equals(counted.tallies())) {
                counted = counted.with(tallies);
            }
            ejected = healths.stream().anyMatch(Health::isEjected) ? 1 : 0;
            healths.stream()
                    .filter(h -> h.breaker() != null)
                    .map(h -> h.breaker().state())
                    .max((a, b) -> Integer.compare(openness(a), openness(b)))
                    .ifPresent(this::show);
        }

        private void show(CircuitState state) {
            boolean isFirst = circuit == null;
            circuit = state;
            if (isFirst) {
                gauge("circuit", "The circuit: 0 closed, 1 half open, 2 open", r -> openness(r.circuit));
            }
        }

        private static int openness(CircuitState state) {
            return switch (state) {
                case CLOSED -> 0;
                case HALF_OPEN -> 1;
                case OPEN -> 2;
            };
        }

        boolean close() {
            made.forEach(registry::remove);
            return true;
        }
    }
}
