package io.lotse.observer;

import java.time.Instant;

import io.lotse.statistics.Curve;

/** What is known over time. */
interface Curves {
    /** A figure from then until then, a value a minute, of the last hours finer; empty if nothing was measured. */
    Curve read(Subject subject, Figure figure, Instant from, Instant until);
}
