package io.lotse.observer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.metrics.SeriesColumn;
import io.lotse.contracts.metrics.SeriesQuery;
import io.lotse.contracts.metrics.SeriesReply;

/** Answers questions about figures over time from this node's memory. */
final class SeriesQueries {
    private static final long DEFAULT_SECONDS = Resolution.SECOND.kept().toSeconds();

    private final String node;
    private final SeriesReader reader;
    private final Predicate<Subject> registered;
    private final Clock clock;

    /**
     * @param node the name of this node
     * @param registered whether there is such a service or instance, even though nothing was measured of it yet
     */
    SeriesQueries(String node, SeriesReader reader, Predicate<Subject> registered, Clock clock) {
        this.node = node;
        this.reader = reader;
        this.registered = registered;
        this.clock = clock;
    }

    /** @throws ContractException if the question makes no sense, or nothing is known of whom it asks */
    SeriesReply answer(SeriesQuery query) {
        Subject subject = subject(query);
        Set<Figure> figures = figures(query, subject);
        long now = clock.instant().getEpochSecond();
        long to = query.to() == null ? now : Math.min(now, query.to().getEpochSecond());
        long from = from(query, to);
        long step = step(query.step());
        if (figures.stream().anyMatch(f -> reader.isOverInstances(subject, f))) {
            step = Math.max(step, Resolution.TEN_SECONDS.seconds());
        }
        Window window = Window.of(from, to, step, now);
        List<SeriesColumn> columns = new ArrayList<>();
        for (Figure figure : figures) {
            Column column = reader.read(subject, figure, window);
            if (!column.isEmpty()) {
                columns.add(new SeriesColumn(
                        figure.wireName(),
                        Arrays.stream(column.times()).boxed().toList(),
                        Arrays.stream(column.values()).boxed().toList()));
            }
        }
        return new SeriesReply(Duration.ofSeconds(window.step()), node, columns);
    }

    private static long from(SeriesQuery query, long to) {
        Instant from = query.from();
        long second = from == null ? to - DEFAULT_SECONDS : from.getEpochSecond();
        if (second >= to) {
            throw ContractException.invalid(
                    "from", "is " + from + ", which is not before the end of the span: give an earlier time");
        }
        return Math.max(0, second);
    }

    private static long step(Duration step) {
        if (step == null) {
            return 1;
        }
        if (step.isNegative() || step.isZero() || step.compareTo(Resolution.MINUTE.kept()) > 0) {
            throw ContractException.invalid("step", "is " + step.toSeconds() + " s: give 1 s to 7 days");
        }
        return Math.max(1, step.toSeconds());
    }

    private static Subject subject(SeriesQuery query) {
        if (Stream.of(query.service(), query.serviceId(), query.node())
                        .filter(Objects::nonNull)
                        .count()
                != 1) {
            throw ContractException.invalid(
                    "service", "does not say whose figures are meant: give one of service, service_id and node");
        }
        if (query.path() != null) {
            if (query.service() == null) {
                throw ContractException.invalid("path", "is of no service: give the service, too");
            }
            return Subject.path(query.service(), query.path());
        }
        if (query.service() != null) {
            return Subject.service(query.service());
        }
        return query.serviceId() != null ? Subject.instance(query.serviceId()) : Subject.node(query.node());
    }

    private Set<Figure> figures(SeriesQuery query, Subject subject) {
        Set<Figure> known = reader.figures(subject);
        if (known.isEmpty() && !registered.test(subject)) {
            throw new ContractException(
                    ProblemCode.NOT_FOUND,
                    "nothing was measured of " + subject.name()
                            + " within 7 days: figures come from health checks, from requests through the gateway"
                            + " and from the agents of hosts; those of a path from when a threshold names it");
        }
        if (query.metric() == null) {
            return known;
        }
        Figure figure = Figure.of(query.metric())
                .orElseThrow(() -> ContractException.invalid(
                        "metric", "is " + query.metric() + ": give one of " + Figure.names()));
        return known.contains(figure) ? Set.of(figure) : Set.of();
    }
}
