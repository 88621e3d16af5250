package io.lotse.contracts.gateway;

import io.lotse.contracts.Doc;

/** Sends clients to another place. */
@Doc("Sends clients to another place; the query goes along.")
public record Redirect(
        @Doc(
                        "A URL or a path: {NAME} is what a segment of the match was, {host} the name that the client asked for, /**"
                                + " at the end the rest of the path")
                String location,
        @Doc(value = "301, 302, 303, 307 or 308; absent for 302", min = 301, max = 308) Integer status) {}
