package io.lotse.contracts.alerts;

import java.time.Instant;
import java.util.Map;

import io.lotse.contracts.Doc;

/** An alert that another program tells of. */
@Doc("An alert that another program tells of.")
public record ExternalAlert(
        @Doc("What it is about; these are what it is known by") Map<String, String> labels,
        @Doc("What there is to say about it") Map<String, String> annotations,
        @Doc("Since when; absent for now") Instant startsAt,
        @Doc("Until when, if nothing more is told; absent for five minutes from now") Instant endsAt,
        @Doc("Where it comes from; absent for nowhere") String generatorUrl) {
    public ExternalAlert {
        labels = labels == null ? Map.of() : Map.copyOf(labels);
        annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
    }
}
