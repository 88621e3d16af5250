package io.lotse.contracts.apis;

import java.util.Map;

import io.lotse.contracts.Doc;

/** A service's OpenAPI document, or why there is none. */
@Doc("A service's OpenAPI document, or why there is none: either document or problem is there.")
public record ApiDocument(
        @Doc("Where its instances say that they serve it; absent if none says so") String path,
        @Doc("The document, OpenAPI 3; absent if it cannot be had") Map<String, Object> document,
        @Doc("Why it cannot be had; absent if it can") String problem) {}
