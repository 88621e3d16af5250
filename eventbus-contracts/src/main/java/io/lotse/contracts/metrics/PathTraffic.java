package io.lotse.contracts.metrics;

import io.lotse.contracts.Doc;

/** What one gateway counted of a request path of a service within about a second. */
@Doc("What one gateway counted of a request path of a service within about a second; only of paths that are watched.")
public record PathTraffic(
        @Doc("The service's name") String serviceName,
        @Doc("The path, as it was asked to be watched, such as /orders/{id}") String path,
        @Doc(value = "Requests that were answered or could not be", min = 0) long requests,
        @Doc(value = "Those of them that were answered 5xx or could not be answered", min = 0) long errors,
        @Doc("From the head of a request until that of its answer, tries included, in microseconds: an HdrHistogram of"
                        + " 2 significant digits as its V2 encoding, in base64; absent where nothing was timed")
                String latency) {}
