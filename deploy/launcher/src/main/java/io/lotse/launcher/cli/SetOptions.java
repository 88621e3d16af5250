package io.lotse.launcher.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import picocli.CommandLine.Option;

import io.lotse.contracts.supervision.SupervisedService;
import io.lotse.supervisor.ServicesConfig;

/** Which set of services is meant, and at which node. */
final class SetOptions {
    static final String DEFAULT_FILE = "services.yaml";

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "What declares the set. Default: " + DEFAULT_FILE + " in this folder.")
    private Path file;

    @Option(names = "--set", paramLabel = "SET", description = "The set's name, instead of a file.")
    private String set;

    @Option(names = "--node", paramLabel = "NODE", description = "The node that runs it. Default: one of this host.")
    private String node;

    String node() {
        return node;
    }

    String set() {
        return set;
    }

    boolean isFile() {
        return set == null && (file != null || Files.exists(Path.of(DEFAULT_FILE)));
    }

    /** What the file declares. */
    ServicesConfig read() {
        try {
            return ServicesConfig.read(file == null ? Path.of(DEFAULT_FILE) : file);
        } catch (ServicesConfig.Mistakes e) {
            throw new Refusal(ExitCode.REFUSED, e.lines());
        }
    }

    /** The name of the set that is meant: said, declared, or the only one there is. */
    String name(List<SupervisedService> known) {
        if (set != null) {
            return set;
        }
        if (isFile()) {
            return read().name();
        }
        List<String> sets =
                known.stream().map(SupervisedService::set).distinct().sorted().toList();
        if (sets.size() == 1) {
            return sets.get(0);
        }
        throw new Refusal(
                sets.isEmpty()
                        ? "no set of services is known: declare one in " + DEFAULT_FILE
                                + ", and bring it up with lotse up"
                        : "which set? Give --set with one of " + String.join(", ", sets));
    }
}
