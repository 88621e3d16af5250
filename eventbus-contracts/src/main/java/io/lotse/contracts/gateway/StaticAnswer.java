package io.lotse.contracts.gateway;

import java.util.Map;

import io.lotse.contracts.Doc;

/** An answer that needs no upstream. */
@Doc("An answer that needs no upstream.")
public record StaticAnswer(
        @Doc(value = "The status", min = 200, max = 599) int status,
        @Doc("Its headers; absent for none") Map<String, String> headers,
        @Doc("Its body; absent for none") String body) {

    public StaticAnswer {
        headers = headers == null ? Map.of() : Map.copyOf(headers);
    }
}
