package io.lotse.gateway;

import org.HdrHistogram.IntCountsHistogram;

import io.lotse.contracts.metrics.PathTraffic;

/** What the event loops of one node counted of a request path that somebody watches. Safe on any thread. */
final class PathTally {
    private final String service;
    private final PathPattern pattern;
    private final IntCountsHistogram micros = new IntCountsHistogram(Traffic.SIGNIFICANT_DIGITS);
    private long errors;

    PathTally(String service, PathPattern pattern) {
        this.service = service;
        this.pattern = pattern;
    }

    PathPattern pattern() {
        return pattern;
    }

    /** Whether a target, as the service is asked for it, has this path. */
    boolean fits(String target) {
        int end = PathPattern.endOfPath(target);
        int at = 0;
        for (PathPattern.Segment segment : pattern.segments()) {
            if (at >= end) {
                return false;
            }
            int slash = target.indexOf('/', at + 1);
            int next = slash < 0 || slash > end ? end : slash;
            int length = next - at - 1;
            boolean fits = segment.isNamed()
                    ? length > 0
                    : length == segment.text().length() && target.startsWith(segment.text(), at + 1);
            if (!fits) {
                return false;
            }
            at = next;
        }
        return pattern.open() || at == end;
    }

    synchronized void count(long nanos, boolean isError) {
        micros.recordValue(Traffic.micros(nanos));
        errors += isError ? 1 : 0;
    }

    /** Hands over all and begins anew; null if there was nothing. */
    synchronized PathTraffic drain() {
        if (micros.getTotalCount() == 0) {
            return null;
        }
        PathTraffic all = new PathTraffic(
                service, pattern.toString(), micros.getTotalCount(), errors, TrafficSums.encoded(micros));
        micros.reset();
        errors = 0;
        return all;
    }
}
