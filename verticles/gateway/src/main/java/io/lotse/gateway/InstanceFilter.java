package io.lotse.gateway;

import io.lotse.contracts.registry.Instance;

/**
 * Which instances of a service are meant.
 *
 * @param environment only those of this one; null for all
 * @param version only those of this one; null for all
 */
record InstanceFilter(String environment, String version) {
    static final InstanceFilter ALL = new InstanceFilter(null, null);

    boolean takes(Instance instance) {
        return (environment == null || environment.equals(instance.environment()))
                && (version == null || version.equals(InstanceMetadata.version(instance)));
    }

    String describe(String service) {
        return service
                + (version == null ? "" : " version " + version)
                + (environment == null ? "" : " in " + environment);
    }
}
