package io.lotse.contracts.gateway;

import io.lotse.contracts.Doc;

/** A gateway has done its part of a purge. */
@Doc("A gateway has done its part of a purge.")
public record CacheReport(
        @Doc("The purge's id") String purgeId,
        @Doc("The id of the gateway") String gateway,
        @Doc("So many answers it gave up") int answers) {}
