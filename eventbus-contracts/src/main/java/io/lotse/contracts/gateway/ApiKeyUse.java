package io.lotse.contracts.gateway;

import io.lotse.contracts.Doc;

/** How a route takes API keys. */
@Doc("How a route takes API keys: as Authorization: Bearer, or in a field of its own.")
public record ApiKeyUse(@Doc("The field; absent for X-API-Key") String header) {}
