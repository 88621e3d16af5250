package io.lotse.reports;

import java.time.Duration;
import java.time.Instant;

/** A span of time, its end not included. */
record Span(Instant from, Instant to) {
    Duration length() {
        return Duration.between(from, to);
    }

    /** From then on, or the whole of it if then is before it. */
    Span since(Instant then) {
        return then.isBefore(from) ? this : new Span(then.isAfter(to) ? to : then, to);
    }
}
