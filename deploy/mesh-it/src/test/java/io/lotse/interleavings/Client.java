package io.lotse.interleavings;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ports.ConfigChange;
import io.lotse.contracts.ports.ConfigQuery;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.Heartbeat;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.Registration;
import io.lotse.contracts.registry.RegistrationBatch;
import io.lotse.contracts.registry.RegistryContract;

/**
 * Somebody who asks one thing after the other, of whichever node answers, and asks again under the same key where the
 * outcome is not known. It writes down what it was told.
 */
final class Client {
    /** Few ids and ports, so that clients get into each other's way. */
    private static final int IDS = 5;

    private static final int FIRST_PORT = 20_000;
    private static final int PORTS = 8;

    private final Vertx vertx;
    private final String name;
    private final Random random;
    final List<Told> told = new ArrayList<>();

    /**
     * What became of a request.
     *
     * @param kind register, batch, deregister, heartbeat or config
     * @param key its idempotency key
     * @param serviceId what it was about; null for a configuration
     * @param answer null where it was refused
     * @param refusal null where it was answered
     */
    record Told(String kind, String key, String serviceId, Object answer, ProblemCode refusal) {
        /** Whether it may have changed something although it was refused. */
        boolean isUnknown() {
            return refusal == ProblemCode.OUTCOME_UNKNOWN;
        }
    }

    Client(Vertx vertx, String name, long seed) {
        this.vertx = vertx;
        this.name = name;
        this.random = new Random(seed);
    }

    Future<Void> run(int requests) {
        return requests == 0
                ? Future.succeededFuture()
                : one(name + "-" + requests).compose(done -> run(requests - 1));
    }

    private Future<Void> one(String key) {
        String id = "s-" + random.nextInt(IDS);
        int kind = random.nextInt(20);
        if (kind < 3) {
            RegistrationBatch batch = batch(id, key);
            return ask("batch", key, id, () -> RegistryContract.REGISTER_BATCH.call(vertx.eventBus(), batch));
        } else if (kind < 10) {
            Registration registration = registration(id, key);
            return ask("register", key, id, () -> RegistryContract.REGISTER.call(vertx.eventBus(), registration));
        } else if (kind < 15) {
            return ask(
                    "deregister",
                    key,
                    id,
                    () -> RegistryContract.DEREGISTER.call(vertx.eventBus(), new Deregistration(id, key)));
        } else if (kind < 19) {
            return ask(
                    "heartbeat", key, id, () -> RegistryContract.HEARTBEAT.call(vertx.eventBus(), new Heartbeat(id)));
        }
        return changeConfig(key);
    }

    private Registration registration(String id, String key) {
        JsonObject json = registered(id, key).put("idempotency_key", key);
        switch (random.nextInt(4)) {
            case 0 -> json.put("preferred_port", FIRST_PORT + random.nextInt(PORTS));
            case 1 -> json.put("port", FIRST_PORT + random.nextInt(PORTS));
            case 2 -> json.put("dependencies", List.of("s-" + random.nextInt(IDS)));
            default -> json.put("health_path", "/health");
        }
        return ContractCodec.decode(json, Registration.class);
    }

    /** Of two that need each other's neighbour: all or none. */
    private RegistrationBatch batch(String id, String key) {
        String other = id + "-" + random.nextInt(2);
        JsonObject batch = new JsonObject()
                .put("idempotency_key", key)
                .put(
                        "registrations",
                        List.of(
                                registered(id, key + "/0").put("dependencies", List.of(other)),
                                registered(other, key + "/1")));
        return ContractCodec.decode(new JsonObject(batch.encode()), RegistrationBatch.class);
    }

    private static JsonObject registered(String id, String key) {
        return new JsonObject()
                .put("service_name", "orders")
                .put("service_id", id)
                .put("metadata", new JsonObject().put("key", key));
    }

    private Future<Void> changeConfig(String key) {
        return PortsContract.READ_CONFIG
                .call(vertx.eventBus(), new ConfigQuery("development"))
                .compose(reply -> {
                    JsonObject config = ContractCodec.encode(reply.config());
                    config.put("default_port_range", List.of(FIRST_PORT, FIRST_PORT + PORTS + random.nextInt(PORTS)));
                    JsonObject change = new JsonObject()
                            .put("config", config)
                            .put("if_revision", reply.revision())
                            .put("idempotency_key", key);
                    return ask(
                            "config",
                            key,
                            null,
                            () -> PortsContract.CHANGE_CONFIG.call(
                                    vertx.eventBus(), ContractCodec.decode(change, ConfigChange.class)));
                });
    }

    /** Now and then asks once more although it knows. */
    private <T> Future<Void> ask(String kind, String key, String id, Supplier<Future<T>> question) {
        return question.get().transform(result -> {
            ProblemCode refusal = result.succeeded() ? null : ((ContractException) result.cause()).code();
            told.add(new Told(kind, key, id, result.result(), refusal));
            boolean again = refusal == ProblemCode.OUTCOME_UNKNOWN
                    || refusal == ProblemCode.LEDGER_UNAVAILABLE
                    || random.nextInt(5) == 0;
            return again && !kind.equals("heartbeat") ? ask(kind, key, id, question) : Future.succeededFuture();
        });
    }

    /** The answers to registrations. */
    static Instance instance(Told told) {
        return (Instance) told.answer();
    }
}
