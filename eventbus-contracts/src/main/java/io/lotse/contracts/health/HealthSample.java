package io.lotse.contracts.health;

import java.time.Duration;
import java.time.Instant;

import io.lotse.contracts.Doc;

/** One check of the past. */
@Doc("One check of the past.")
public record HealthSample(
        @Doc("When it was made") Instant at,
        @Doc("What the instance counted as after it") HealthStatus status,
        @Doc("Seconds; absent where no answer came to its end") Duration latency,
        @Doc(value = "The answer's HTTP status; absent where none came", min = 100, max = 999) Integer httpStatus) {}
