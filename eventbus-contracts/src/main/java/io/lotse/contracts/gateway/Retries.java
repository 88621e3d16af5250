package io.lotse.contracts.gateway;

import java.time.Duration;
import java.util.List;

import io.lotse.contracts.Doc;

/** When a request is sent again. */
@Doc(
        "When a request is sent again: always to another instance while there is one, after a wait that grows and is drawn at"
                + " random (full jitter).")
public record Retries(
        @Doc(value = "How often at most after the first time; absent for 2", min = 0, max = 10) Integer attempts,
        @Doc("The methods whose requests may be sent twice; absent for those that HTTP calls idempotent")
                List<String> methods,
        @Doc(value = "The answers that are tried again; absent for 502, 503 and 504", min = 400, max = 599)
                List<Integer> statuses,
        @Doc("The longest wait before the first retry, which doubles each time; absent for 0.025") Duration backoff,
        @Doc("The longest wait before any retry; absent for 1") Duration maxBackoff,
        @Doc(
                        value = "How many retries there may be, in percent of the route's requests; absent for 20",
                        min = 1,
                        max = 100)
                Integer budget,
        @Doc(
                        value = "A request with a larger body is not sent again; bytes; absent for 65536",
                        min = 0,
                        max = 16_777_216)
                Integer maxBody) {

    public Retries {
        methods = methods == null ? List.of() : List.copyOf(methods);
        statuses = statuses == null ? List.of() : List.copyOf(statuses);
    }
}
