package io.lotse.contracts.supervision;

import java.time.Duration;

import io.lotse.contracts.Doc;

/** How a restart script ended. */
@Doc("How a restart script ended.")
public record ScriptOutcome(
        @Doc("The instance's id") String serviceId,
        @Doc("The host it ran on") String host,
        @Doc("The script") String script,
        @Doc("What it ended with; absent for one that took too long and was killed") Integer exitCode,
        @Doc("How long it ran; seconds") Duration lasted,
        @Doc("The end of its output, at most 4000 characters") String output) {}
