package io.lotse.supervisor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;

/**
 * What is declared on this node's disk, and nowhere else: who may write there may run what he likes as this user anyway,
 * and who reaches the control API may not. All of it blocks for a moment.
 */
final class DeclaredSets {
    private static final Logger LOG = LoggerFactory.getLogger(DeclaredSets.class);

    private final SupervisorConfig config;

    DeclaredSets(SupervisorConfig config) {
        this.config = config;
    }

    /** The set of that name. */
    ServicesConfig read(String set) {
        List<String> known = new ArrayList<>();
        for (ServicesConfig configured : configured()) {
            if (configured.name().equals(set)) {
                return configured;
            }
            known.add(configured.name());
        }
        if (!config.takesSets()) {
            throw unknown(set, known, "in production a node runs only what its --services name");
        }
        Path file = SupervisorConfig.declared(config.data(), set);
        if (!ServicesReader.NAME.matcher(set).matches() || !Files.exists(file)) {
            known.addAll(own());
            throw unknown(set, known, "lotse up -f FILE on its host declares one");
        }
        try {
            return ContractCodec.decode(new JsonObject(Files.readString(file)), ServicesConfig.class);
        } catch (IOException | DecodeException e) {
            throw new ContractException(
                    ProblemCode.UNKNOWN_SERVICE_SET,
                    file + " cannot be read: " + e.getMessage() + ": declare the set again with lotse up -f FILE");
        }
    }

    /** Those that the node was told of; one with mistakes is told, and left out. */
    List<ServicesConfig> configured() {
        List<ServicesConfig> sets = new ArrayList<>();
        for (Path file : config.files()) {
            try {
                sets.add(ServicesConfig.read(file));
            } catch (ServicesConfig.Mistakes e) {
                e.lines().forEach(line -> LOG.error("event=services_file_refused reason=\"{}\"", line));
            }
        }
        return sets;
    }

    private List<String> own() {
        List<String> names = new ArrayList<>();
        Path folder = SupervisorConfig.declared(config.data(), "any").getParent();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
            files.forEach(file -> names.add(file.getFileName().toString().replace(".json", "")));
        } catch (IOException none) {
            return names;
        }
        return names;
    }

    private ContractException unknown(String set, List<String> known, String advice) {
        String there = known.isEmpty() ? "there is none" : "there are " + String.join(", ", known);
        return new ContractException(
                ProblemCode.UNKNOWN_SERVICE_SET,
                "node " + config.node() + " has no set " + set + ": " + there + "; " + advice);
    }
}
