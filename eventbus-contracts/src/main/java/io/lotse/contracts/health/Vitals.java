package io.lotse.contracts.health;

import java.time.Duration;

import io.lotse.contracts.Doc;

/** What an instance measured of itself, or a check of it; whatever it did not tell is absent. */
@Doc("What an instance measured of itself, or a check of it; whatever it did not tell is absent.")
public record Vitals(
        @Doc(value = "The share of the processors that it may use which it uses, 0 to 1; absent if not told", min = 0)
                Double cpu,
        @Doc(value = "Bytes of memory that it uses; absent if not told", min = 0) Long memoryBytes,
        @Doc(value = "Bytes of memory that it may use; absent if not told or not limited", min = 0)
                Long memoryLimitBytes,
        @Doc(
                        value = "The share of its database connections that are in use, 0 to 1, of the busiest pool;"
                                + " absent if not told",
                        min = 0)
                Double databaseLoad,
        @Doc(value = "Messages that wait in its queues; absent if not told", min = 0) Long queued,
        @Doc("Its version; absent if not told") String version,
        @Doc("Seconds since it was started; absent if not told") Duration uptime) {

    /** Nothing was told. */
    public static final Vitals NONE = new Vitals(null, null, null, null, null, null, null);

    /** The same, with what is missing here taken from another. */
    public Vitals or(Vitals other) {
        return new Vitals(
                cpu != null ? cpu : other.cpu,
                memoryBytes != null ? memoryBytes : other.memoryBytes,
                memoryLimitBytes != null ? memoryLimitBytes : other.memoryLimitBytes,
                databaseLoad != null ? databaseLoad : other.databaseLoad,
                queued != null ? queued : other.queued,
                version != null ? version : other.version,
                uptime != null ? uptime : other.uptime);
    }
}
