package io.lotse.registry;

import java.util.Optional;

import io.vertx.core.json.JsonObject;
import io.vertx.servicediscovery.Record;
import io.vertx.servicediscovery.Status;
import io.vertx.servicediscovery.types.HttpEndpoint;

import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.DiscoveryMetadata;
import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.EnvironmentDefaults;

/** Instances as vertx-service-discovery shows them. */
final class DiscoveryRecords {
    private static final String REGISTRATION = "lotse:";

    private DiscoveryRecords() {}

    /** Empty for an instance that does not speak TCP: it can be no HTTP endpoint. */
    static Optional<Record> of(Instance instance) {
        if (instance.protocol() != Protocol.TCP) {
            return Optional.empty();
        }
        Record endpoint = HttpEndpoint.createRecord(
                name(instance), instance.ipAddress(), instance.port(), "/", metadata(instance));
        return Optional.of(
                endpoint.setRegistration(REGISTRATION + instance.serviceId()).setStatus(Status.UP));
    }

    /** Who asks by a service's name alone is not given an instance of an environment that was created beside. */
    private static String name(Instance instance) {
        String environment = instance.environment();
        return EnvironmentDefaults.ENVIRONMENTS.contains(environment)
                ? instance.serviceName()
                : instance.serviceName() + "@" + environment;
    }

    /** The name of the service that a record of ours is of. */
    static String serviceName(Record record) {
        return record.getMetadata().getString(DiscoveryMetadata.SERVICE_NAME, record.getName());
    }

    static boolean isOurs(Record record) {
        return record.getRegistration() != null && record.getRegistration().startsWith(REGISTRATION);
    }

    private static JsonObject metadata(Instance instance) {
        JsonObject metadata = new JsonObject();
        instance.metadata().forEach(metadata::put);
        metadata.put(DiscoveryMetadata.SERVICE_ID, instance.serviceId())
                .put(DiscoveryMetadata.SERVICE_NAME, instance.serviceName())
                .put(DiscoveryMetadata.ENVIRONMENT, instance.environment())
                .put(DiscoveryMetadata.HOST, instance.host());
        if (instance.serviceType() != null) {
            metadata.put(DiscoveryMetadata.SERVICE_TYPE, instance.serviceType());
        }
        if (instance.healthPath() != null) {
            metadata.put(DiscoveryMetadata.HEALTH_PATH, instance.healthPath());
        }
        return metadata;
    }
}
