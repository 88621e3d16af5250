package io.lotse.contracts.gateway;

import java.util.List;

import io.lotse.contracts.Doc;

/** A route as somebody declares it: which requests it takes, where they go and what is done to them on the way. */
@Doc("A route as somebody declares it: which requests it takes, where they go and what is done to them on the way. It"
        + " has exactly one of targets, answer and redirect.")
public record RouteDefinition(
        @Doc("The route's name, 1 to 63 of a-z, 0-9, '.', '_' and '-'") String name,
        @Doc("The requests it takes; absent for all") RouteMatch match,
        @Doc("Of the routes that take a request the one with the highest priority gets it, and of those the most"
                        + " specific; absent for 0, which the standard path /api/SERVICE/PATH has too")
                Integer priority,
        @Doc("The services that its requests are shared among; absent for none") List<RouteTarget> targets,
        @Doc("What it answers by itself; absent where it does not") StaticAnswer answer,
        @Doc("Where it sends clients; absent where it does not") Redirect redirect,
        @Doc("The path that the upstream gets: {NAME} is what a segment of the match was, /** at the end the rest;"
                        + " absent to leave the path as it came")
                String rewrite,
        @Doc("What is done to the headers of requests; absent for nothing") HeaderEdits requestHeaders,
        @Doc("What is done to the headers of answers; absent for nothing") HeaderEdits responseHeaders,
        @Doc("How its requests are balanced and protected; absent for the defaults") RoutePolicy policy) {

    public RouteDefinition {
        targets = targets == null ? List.of() : List.copyOf(targets);
    }
}
