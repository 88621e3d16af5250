package io.lotse.contracts.gateway;

import io.lotse.contracts.Doc;

/** Which answers of a route are compressed (gzip) for clients that accept it, by RFC 9110, 12.5.3. */
@Doc("Which answers of a route are compressed (gzip) for clients that accept it, by RFC 9110, 12.5.3.")
public record Compression(
        @Doc(
                        value =
                                "An answer with a smaller body is sent as it is, if its length is known; bytes, absent for 1024",
                        min = 0,
                        max = 1_048_576)
                Integer minSize,
        @Doc(value = "From 1, the fastest, to 9, the smallest; absent for 4", min = 1, max = 9) Integer level) {}
