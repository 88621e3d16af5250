package io.lotse.contracts.events;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** An event of a topic, as it is told. */
@Doc("An event of a topic, as it is told.")
public record PublishedEvent(
        @Doc("The topic") String topic,
        @Doc("Names this publication; what RecentEventsQuery and Last-Event-ID take. No order follows from it")
                String position,
        @Doc("When the mesh took it") Instant publishedAt,
        @Doc("The event") CloudEvent event) {}
