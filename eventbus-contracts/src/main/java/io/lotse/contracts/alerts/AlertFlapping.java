package io.lotse.contracts.alerts;

import java.time.Duration;

import io.lotse.contracts.Doc;

/** When an alert comes and goes too often. */
@Doc("When an alert comes and goes too often.")
public record AlertFlapping(
        @Doc(value = "Raised so often it flaps; 0 for never; absent for 4", min = 0, max = 20) Integer changes,
        @Doc("Within so long, seconds; absent for 900") Duration within,
        @Doc("For how long it must not hold until it is resolved, seconds; absent for 300") Duration calm) {}
