package io.lotse.contracts.apis;

import java.time.Duration;
import java.util.Set;

import io.lotse.contracts.Operation;

/** What can be asked of the services' OpenAPI documents. */
public final class ApisContract {
    public static final Operation<ApiDocumentQuery, ApiDocument> DOCUMENT = new Operation<>(
            "lotse.apis.document.v1",
            ApiDocumentQuery.class,
            ApiDocument.class,
            "Tells a service's OpenAPI document as its instances serve it, or why it cannot be had",
            Duration.ofSeconds(8),
            Set.of());

    private ApisContract() {}
}
