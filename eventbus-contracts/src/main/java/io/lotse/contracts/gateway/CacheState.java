package io.lotse.contracts.gateway;

import io.lotse.contracts.Doc;

/** What a gateway keeps of answers. */
@Doc("What a gateway keeps of answers, and what that was good for since its start.")
public record CacheState(
        @Doc("So many URIs have answers that are kept") long uris,
        @Doc("Bytes that they take") long bytes,
        @Doc("Bytes that they may take") long maxBytes,
        @Doc("Requests that were answered with a fresh one") long hits,
        @Doc("Requests that were answered with a stale one") long stale,
        @Doc("Requests answered with one that the service confirmed") long revalidated,
        @Doc("Requests that the service answered") long misses,
        @Doc("Answers that had to make room") long evicted) {}
