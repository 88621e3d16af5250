package io.lotse.observer;

import java.time.Duration;

/**
 * What saturation shows in: a resource that is used up, and latency that is worse for it.
 *
 * @param resource which resource, such as cpu or database_connections
 * @param used the share of it that is used, 0 to 1, the median
 * @param lasted for how long it has been used up
 * @param latency latency while it is used up
 * @param latencyWithRoom latency while there was room
 * @param ratio the one by the other
 * @param minutesWithRoom how many minutes with room were compared
 */
record SaturationEvidence(
        String resource,
        double used,
        Duration lasted,
        Duration latency,
        Duration latencyWithRoom,
        double ratio,
        int minutesWithRoom) {}
