package io.lotse.junit;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;

import io.lotse.contracts.environments.EnvironmentCreation;
import io.lotse.contracts.environments.EnvironmentKind;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.Registration;

/**
 * A test's own environment: services of the same name in other environments are others. All methods throw a
 * {@link MeshException} where the node refuses or does not answer.
 */
public final class MeshEnvironment {
    private static final String ENVIRONMENTS = "/api/v1/environments";
    private static final String REGISTRY = "/api/v1/ipmanager/";
    /** Of a run that was killed nothing stays for longer. */
    private static final Duration LONGEST = Duration.ofHours(4);

    private static final int RANDOM = 8;
    private static final int READABLE = 40;
    private static final int MOST_CREATOR = 128;

    private final MeshNode node;
    private final String name;
    private final MeshFaults faults;

    private MeshEnvironment(MeshNode node, String name) {
        this.node = node;
        this.name = name;
        this.faults = new MeshFaults(node.api(), name, path(name));
    }

    /**
     * Creates one.
     *
     * @param test what it is for, for people
     */
    static MeshEnvironment create(MeshNode node, String test, int ports) {
        String readable = test.substring(test.lastIndexOf('.') + 1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String name = "t-" + readable.substring(0, Math.min(READABLE, readable.length())) + "-"
                + UUID.randomUUID().toString().substring(0, RANDOM);
        String by = "test " + test;
        EnvironmentCreation creation = new EnvironmentCreation(
                name,
                EnvironmentKind.TEST,
                ports,
                null,
                false,
                LONGEST,
                by.substring(0, Math.min(MOST_CREATOR, by.length())),
                null);
        node.api().send("POST", ENVIRONMENTS, creation);
        return new MeshEnvironment(node, name);
    }

    private static String path(String name) {
        return ENVIRONMENTS + "/" + name;
    }

    /** Its name, for {@code lotse run --environment} and the like. */
    public String name() {
        return name;
    }

    /** The node's control API. */
    public URI control() {
        return node.api().node();
    }

    /** The node's gateway; requests to it need the header {@code Lotse-Environment}, or paths as {@link #url} makes them. */
    public URI gateway() {
        return node.gatewayUrl();
    }

    /** Where a service of this environment is reached through the gateway; paths of the service are resolved against it. */
    public URI url(String service) {
        return gateway().resolve("/api/" + ControlApi.segment(service) + "@" + name + "/");
    }

    /**
     * Registers a service that listens at a port of this host's loopback address already.
     *
     * @return the instance, with its id
     */
    public Instance register(String service, int port) {
        return register(service, Integer.valueOf(port));
    }

    /**
     * Registers a service that is yet to listen.
     *
     * @return the instance, with its id and the port that it was given of the environment's own
     */
    public Instance register(String service) {
        return register(service, null);
    }

    private Instance register(String service, Integer port) {
        Registration registration = new Registration(
                null, service, null, null, null, port, null, null, null, name, null, null, null, null, null, null,
                null);
        return node.api().send("POST", REGISTRY + "register", registration, Instance.class);
    }

    /** Takes an instance away before the test ends. */
    public void deregister(Instance instance) {
        node.api().send("POST", REGISTRY + "deregister", new Deregistration(instance.serviceId(), null));
    }

    /** What is to go wrong in this environment. */
    public MeshFaults faults() {
        return faults;
    }

    void remove() {
        node.api().send("DELETE", path(name) + "?confirm=true", null);
    }
}
