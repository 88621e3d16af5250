package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.health.HealthSample;
import io.lotse.contracts.health.HealthStatus;

/** The last checks of one instance, the oldest overwritten: 18 bytes a check, as every node keeps all. */
final class History {
    private static final int NONE = -1;

    private final long[] atMillis;
    private final int[] latencyMicros;
    private final short[] httpStatus;
    private final HealthStatus[] status;
    private long written;

    History(int length) {
        atMillis = new long[length];
        latencyMicros = new int[length];
        httpStatus = new short[length];
        status = new HealthStatus[length];
    }

    void add(HealthReport report) {
        int i = (int) (written++ % atMillis.length);
        atMillis[i] = report.checkedAt().toEpochMilli();
        latencyMicros[i] = report.latency() == null ? NONE : micros(report.latency());
        httpStatus[i] = report.httpStatus() == null ? NONE : report.httpStatus().shortValue();
        status[i] = report.status();
    }

    /** The oldest first. */
    List<HealthSample> samples() {
        List<HealthSample> samples = new ArrayList<>();
        for (long n = Math.max(0, written - atMillis.length); n < written; n++) {
            int i = (int) (n % atMillis.length);
            samples.add(new HealthSample(
                    Instant.ofEpochMilli(atMillis[i]),
                    status[i],
                    latencyMicros[i] == NONE ? null : Duration.of(latencyMicros[i], ChronoUnit.MICROS),
                    httpStatus[i] == NONE ? null : (int) httpStatus[i]));
        }
        return samples;
    }

    private static int micros(Duration latency) {
        return (int) Math.min(Integer.MAX_VALUE, latency.toNanos() / 1_000);
    }
}
