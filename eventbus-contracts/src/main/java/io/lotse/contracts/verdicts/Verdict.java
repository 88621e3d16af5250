package io.lotse.contracts.verdicts;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** What is wrong with a service or one of its instances, with the figures that this stands on. */
@Doc(
        "What is wrong with a service or one of its instances, with the figures that this stands on: one kind of evidence.")
public record Verdict(
        @Doc("Its own id: the same as long as the same is wrong, and again if it comes back") String id,
        @Doc("What is wrong") VerdictKind kind,
        @Doc("The service's name") String serviceName,
        @Doc("The instance's id; absent where it is about the service as a whole") String serviceId,
        @Doc("The same for people, and what to do") String detail,
        @Doc("When it was reached first") Instant since,
        @Doc("When it was reached last") Instant at,
        @Doc("When it was found to hold no more; absent while it holds") Instant ended,
        @Doc("Of a memory_leak; absent otherwise") LeakEvidence leak,
        @Doc("Of a latency_regression; absent otherwise") RegressionEvidence regression,
        @Doc("Of a bottleneck; absent otherwise") BottleneckEvidence bottleneck,
        @Doc("Of a saturation; absent otherwise") SaturationEvidence saturation,
        @Doc("Of flapping; absent otherwise") FlappingEvidence flapping,
        @Doc("Of an anomaly; absent otherwise") AnomalyEvidence anomaly) {}
