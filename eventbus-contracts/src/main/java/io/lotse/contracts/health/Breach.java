package io.lotse.contracts.health;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** A figure of an instance, or of a request path, went above a threshold, or came back below. */
@Doc("A figure of an instance, or of a request path of a service, went above a threshold, or came back below.")
public record Breach(
        @Doc("Its own id, unlike that of any other") String id,
        @Doc("The instance's id; absent where a path of the service is meant") String serviceId,
        @Doc("The service's name") String serviceName,
        @Doc("Which figure, as observer_config.json names it, such as cpu_percent") String metric,
        @Doc("ok, warning or critical: what it is now") BreachLevel level,
        @Doc("What it was until then") BreachLevel before,
        @Doc("The figure that made the difference, in the unit that its name says") double value,
        @Doc("The threshold that it crossed, in the same unit") double limit,
        @Doc("The same for people, and what to do") String detail,
        @Doc("When it was measured, by the checking node's clock") Instant at,
        @Doc("The name of the node that measured it") String node,
        @Doc("The request path, as the thresholds name it; absent where an instance is meant") String path) {}
