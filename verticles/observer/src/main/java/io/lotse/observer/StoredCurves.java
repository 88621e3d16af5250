package io.lotse.observer;

import java.time.Clock;
import java.time.Instant;
import java.util.stream.IntStream;

import io.lotse.statistics.Curve;

/** The figures that this node keeps. Safe on any thread. */
final class StoredCurves implements Curves {
    private static final long SECOND_MILLIS = 1_000;

    private final SeriesReader reader;
    private final Clock clock;

    StoredCurves(SeriesReader reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    @Override
    public Curve read(Subject subject, Figure figure, Instant from, Instant until) {
        long first = slot(from, Resolution.MINUTE);
        long end = slot(until, Resolution.MINUTE);
        long finer = Math.min(end, Math.max(first, slot(finerSince(), Resolution.MINUTE)));
        Curve minutes = read(subject, figure, new Window(Resolution.MINUTE, first, finer, Resolution.MINUTE.seconds()));
        // of the last hours finer: a collection of garbage within a minute shows
        Window tens = new Window(Resolution.TEN_SECONDS, finer, end, Resolution.TEN_SECONDS.seconds());
        return minutes.then(read(subject, figure, tens));
    }

    private Instant finerSince() {
        return clock.instant().minus(Resolution.TEN_SECONDS.kept()).plusSeconds(Resolution.MINUTE.seconds());
    }

    private Curve read(Subject subject, Figure figure, Window window) {
        if (window.first() >= window.end()) {
            return Curve.EMPTY;
        }
        Column column = reader.read(subject, figure, window);
        return new Curve(
                IntStream.range(0, column.times().length)
                        .mapToLong(i -> column.times()[i] * SECOND_MILLIS)
                        .toArray(),
                column.values());
    }

    private static long slot(Instant at, Resolution resolution) {
        return resolution.slot(at.getEpochSecond()) * resolution.seconds();
    }
}
