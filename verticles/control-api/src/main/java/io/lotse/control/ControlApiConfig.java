package io.lotse.control;

import java.nio.file.Path;

/**
 * Where the control API listens, and for whom it speaks.
 *
 * @param address the local address to listen at, such as 127.0.0.1 or 0.0.0.0
 * @param port the port; 0 for any that is free (with one instance of the verticle only)
 * @param nodeId the id of this run of the node
 * @param node the node's name
 * @param host the name of the host it runs on, as its host agent serves it
 * @param environment the environment of services that a question names alone
 * @param environmentLogs the folder of the environments' logs; null for a node without any
 * @param version the Lotse version
 */
public record ControlApiConfig(
        String address,
        int port,
        String nodeId,
        String node,
        String host,
        String environment,
        Path environmentLogs,
        String version) {
    public ControlApiConfig {
        present("address", address);
        present("nodeId", nodeId);
        present("node", node);
        present("host", host);
        present("environment", environment);
        present("version", version);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port is " + port + ": give 0 to 65535");
        }
    }

    private static void present(String name, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is missing");
        }
    }
}
