package io.lotse.contracts.apis;

import io.lotse.contracts.Doc;

/** Asks for a service's OpenAPI document. */
@Doc("Asks for a service's OpenAPI document.")
public record ApiDocumentQuery(
        @Doc("The service's name") String service,
        @Doc("The environment whose instances are asked") String environment) {}
