package io.lotse.contracts.metrics;

import io.lotse.contracts.Doc;

/** What one gateway counted of an instance within about a second. */
@Doc("What one gateway counted of an instance within about a second.")
public record InstanceTraffic(
        @Doc("The service's name") String serviceName,
        @Doc("The instance's id") String serviceId,
        @Doc(value = "Requests that it answered or failed to answer", min = 0) long requests,
        @Doc(value = "Those of them that were answered 5xx, broke off, timed out or found no connection", min = 0)
                long errors,
        @Doc(value = "Requests that were under way at the end of that time", min = 0) int running,
        @Doc(
                        "From sending a request until the answer's head came, or until it was given up, in microseconds: an"
                                + " HdrHistogram of 2 significant digits as its V2 encoding, in base64; absent where nothing was timed")
                String latency) {}
