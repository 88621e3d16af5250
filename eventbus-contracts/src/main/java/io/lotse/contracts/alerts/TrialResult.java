package io.lotse.contracts.alerts;

import io.lotse.contracts.Doc;

/** What came of trying a channel. */
@Doc("What came of trying a channel.")
public record TrialResult(
        @Doc("The channel's name") String channel,
        @Doc("Whether it took the trial") boolean delivered,
        @Doc("The same for people, and what to do") String detail) {}
