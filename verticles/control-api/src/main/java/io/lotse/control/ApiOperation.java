package io.lotse.control;

import java.util.List;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;

/**
 * An operation of the OpenAPI document.
 *
 * @param id its operationId
 * @param method its method
 * @param path its path, with parameters in braces
 * @param parameters its parameters
 * @param bodySchema the schema of its JSON body; null for none
 * @param goesOn whether its handler looks for more mistakes in a body that does not keep the schema, to tell all at once
 * @param rawBody whether it has a body that its handler reads, of other media types than JSON alone
 */
record ApiOperation(
        String id,
        HttpMethod method,
        String path,
        List<ApiParameter> parameters,
        JsonObject bodySchema,
        boolean goesOn,
        boolean rawBody) {}
