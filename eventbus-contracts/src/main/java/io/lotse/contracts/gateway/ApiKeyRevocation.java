package io.lotse.contracts.gateway;

import io.lotse.contracts.Doc;

/** Ends an API key. */
@Doc("Ends an API key.")
public record ApiKeyRevocation(@Doc("The key's name") String name) {}
