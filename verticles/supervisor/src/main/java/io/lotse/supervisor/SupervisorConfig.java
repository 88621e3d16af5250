package io.lotse.supervisor;

import java.nio.file.Path;
import java.util.List;

/**
 * What a node's supervisor is told.
 *
 * @param node the node's name: what it is asked for
 * @param host the host's name
 * @param control the URL of the node's control API, which the services are told; null where it has none
 * @param data the node's data folder: what runs and its logs are kept below it
 * @param files declared sets that are brought up with the node
 * @param takesSets whether sets count that were put below the data folder, as {@code lotse up} does
 * @param scripts the folder of scripts that it may run; null for none
 */
public record SupervisorConfig(
        String node, String host, String control, Path data, List<Path> files, boolean takesSets, Path scripts) {
    public SupervisorConfig {
        files = List.copyOf(files);
    }

    /** Where {@code lotse up} puts what is declared of a set. */
    public static Path declared(Path data, String set) {
        return data.resolve("services").resolve(set + ".json");
    }

    Path states() {
        return data.resolve("supervisor");
    }

    Path logs() {
        return data.resolve("logs").resolve("services");
    }

    Path nodeLog() {
        return data.resolve("logs").resolve("lotse.log");
    }
}
