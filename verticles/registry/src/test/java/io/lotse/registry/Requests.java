package io.lotse.registry;

import java.util.function.Consumer;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.registry.Registration;

/** Registrations as clients write them. */
final class Requests {
    private Requests() {}

    /** A registration with nothing but a name, and what is added. */
    static Registration registration(String name, Consumer<JsonObject> more) {
        JsonObject json = new JsonObject().put("service_name", name);
        more.accept(json);
        return ContractCodec.decode(json, Registration.class);
    }

    static Registration registration(String name) {
        return registration(name, json -> {});
    }

    static Registration instance(String id, String... dependencies) {
        return registration("orders", json -> json.put("service_id", id)
                .put("dependencies", new JsonArray(java.util.List.of(dependencies))));
    }
}
