package io.lotse.contracts.registry;

/**
 * The metadata of the records that Lotse keeps in vertx-service-discovery, one for each active instance that speaks
 * TCP: of the type {@code http-endpoint}, named after the service; in an environment that was created, {@code SERVICE@ENVIRONMENT},
 * so that who asks by name is never given another environment's. The instance's own metadata stands beside these.
 */
public final class DiscoveryMetadata {
    public static final String SERVICE_ID = "service_id";
    public static final String SERVICE_NAME = "service_name";
    public static final String SERVICE_TYPE = "service_type";
    public static final String ENVIRONMENT = "environment";
    public static final String HOST = "host";
    public static final String HEALTH_PATH = "health_path";

    private DiscoveryMetadata() {}
}
