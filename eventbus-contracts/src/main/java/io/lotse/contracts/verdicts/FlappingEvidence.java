package io.lotse.contracts.verdicts;

import java.time.Duration;
import java.time.Instant;

import io.lotse.contracts.Doc;

/** What flapping shows in. */
@Doc("What flapping shows in: how often an instance went down, or restarted although nobody deployed it.")
public record FlappingEvidence(
        @Doc(value = "How often it went down or restarted", min = 0) int times,
        @Doc(value = "How often of these its process was another one afterwards", min = 0) int restarts,
        @Doc("Within what time, seconds") Duration window,
        @Doc("When it did first") Instant first,
        @Doc("When it did last") Instant last,
        @Doc("How long it was down each time, seconds, the median; absent if it restarted unnoticed") Duration down,
        @Doc("How long it was up in between, seconds, the median; absent if not known") Duration up) {}
