package io.lotse.control;

import io.vertx.core.Future;

/** Carries out one operation of the OpenAPI document. */
@FunctionalInterface
interface OperationHandler {
    /**
     * Answers the request.
     *
     * @return fails where nothing was answered; best with a {@link io.lotse.contracts.ContractException}. Throwing is
     *     the same as failing
     */
    Future<?> handle(ApiRequest request);
}
