package io.lotse.contracts.gateway;

import java.time.Duration;

import io.lotse.contracts.Doc;

/** What a request of a route may weigh, and how slow its body may come; what is beyond that is refused. */
@Doc("What a request of a route may weigh, and how slow its body may come; what is beyond that is refused.")
public record RequestLimits(
        @Doc(value = "The longest URL, path and query, in bytes; absent for the node's limit", min = 1, max = 1_048_576)
                Integer maxUrl,
        @Doc(value = "The largest headers, in bytes; absent for the node's limit", min = 1, max = 1_048_576)
                Integer maxHeaders,
        @Doc("The largest body, in bytes; absent for any") Long maxBody,
        @Doc("A body of which nothing comes for so long is given up; absent for never") Duration bodyIdle,
        @Doc(
                        value = "The least bytes a second of a body, over body_idle or 10 seconds; absent for any",
                        min = 1,
                        max = 1_073_741_824)
                Integer minRate) {}
