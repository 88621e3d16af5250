package io.lotse.docker;

import java.nio.file.Path;
import java.time.Duration;

import io.lotse.contracts.ContractException;

/**
 * Which containers a node registers, and how it talks with their engine.
 *
 * @param node the node's name
 * @param host the name of the host that the engine runs on
 * @param address the host's address, for ports that are published at all of its addresses
 * @param environment the environment of containers that name none
 * @param wishes what the node was told
 * @param pace when it asks the engine
 */
public record DockerConfig(String node, String host, String address, String environment, Wishes wishes, Pace pace) {
    /** Where Docker has its socket unless told otherwise. */
    public static final Path DEFAULT_SOCKET = Path.of("/var/run/docker.sock");

    /** Which containers are registered. */
    public enum Which {
        /** All but those with the label {@code lotse.enable=false}. */
        ALL,
        /** Those with the label {@code lotse.enable=true}. */
        LABELLED
    }

    /** Where a container is reached. */
    public enum Reached {
        /** At the ports of the host that it publishes. */
        AT_HOST,
        /** At its own address, which other hosts seldom reach. */
        AT_CONTAINER
    }

    /**
     * What a node is told of containers.
     *
     * @param which which are registered
     * @param reached where they are reached
     * @param socket the engine's socket
     */
    public record Wishes(Which which, Reached reached, Path socket) {}

    /**
     * When the engine is asked.
     *
     * @param lookEvery how often all containers are looked at although nothing was told of them
     * @param gap the least time from one look to the next, however much is told
     * @param patience how long an answer may take
     * @param firstRetry how long it is left alone after it was lost; twice as long each time, up to {@code lookEvery}
     */
    public record Pace(Duration lookEvery, Duration gap, Duration patience, Duration firstRetry) {
        public static final Pace DEFAULT = new Pace(
                Duration.ofSeconds(15), Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofMillis(500));
    }

    public DockerConfig {
        given("node", node);
        given("host", host);
        given("address", address);
        given("environment", environment);
    }

    /** At the usual pace. */
    public DockerConfig(String node, String host, String address, String environment, Wishes wishes) {
        this(node, host, address, environment, wishes, Pace.DEFAULT);
    }

    /** What the instances' metadata name as the keeper of them. */
    String source() {
        return "docker:" + host;
    }

    private static void given(String field, String value) {
        if (value == null || value.isBlank()) {
            throw ContractException.invalid(field, "is missing");
        }
    }
}
