package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;

/**
 * What flapping shows in: how often an instance went down, or restarted although nobody deployed it.
 *
 * @param times how often it went down or restarted
 * @param restarts how often of these its process was another one afterwards
 * @param window within what time
 * @param first when it did first
 * @param last when it did last
 * @param down how long it was down each time, the median; null if it restarted unnoticed
 * @param up how long it was up in between, the median; null if not known
 */
record FlappingEvidence(
        int times, int restarts, Duration window, Instant first, Instant last, Duration down, Duration up) {}
