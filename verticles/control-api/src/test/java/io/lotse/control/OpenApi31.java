package io.lotse.control;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.contract.OpenAPIVersion;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/** Holds documents against the schema of OpenAPI 3.1. */
final class OpenApi31 {
    private OpenApi31() {}

    static void assertValid(JsonObject document) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            OutputUnit verdict = OpenAPIVersion.V3_1
                    .getRepository(vertx, "app://lotse")
                    .compose(repository -> OpenAPIVersion.V3_1.validateContract(vertx, repository, document))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(60, SECONDS);
            assertThat(verdict.getErrors()).isNullOrEmpty();
            assertThat(verdict.getValid()).isTrue();
        } finally {
            vertx.close();
        }
    }
}
