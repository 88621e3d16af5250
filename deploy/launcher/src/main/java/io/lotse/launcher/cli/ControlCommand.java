package io.lotse.launcher.cli;

import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import io.lotse.contracts.ContractCodec;
import io.lotse.launcher.config.LotseHome;

/** What all commands have in common that ask a node. */
abstract class ControlCommand implements Callable<Integer> {
    static final String CONTROL_VARIABLE = "LOTSE_CONTROL";

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--control",
            paramLabel = "URL",
            description = "The node to ask. Default: $LOTSE_CONTROL, else a node of this host.")
    private String control;

    ControlCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    final Map<String, String> environment() {
        return environment;
    }

    final ControlClient client() {
        return new ControlClient(nodes());
    }

    /** One that waits for what takes a node long. */
    final ControlClient client(Duration patience) {
        return new ControlClient(nodes(), patience);
    }

    /** The node that was named; where none was, those of this host. */
    final Supplier<List<URI>> nodes() {
        String url = control != null ? control : environment.get(CONTROL_VARIABLE);
        if (url == null || url.isBlank()) {
            return this::nodesOfThisHost;
        }
        List<URI> node = List.of(uri(url.strip()));
        return () -> node;
    }

    final List<URI> nodesOfThisHost() {
        return new NodeFiles(LotseHome.of(environment))
                .live().stream()
                        .map(NodeFile::control)
                        .filter(Objects::nonNull)
                        .map(URI::create)
                        .toList();
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    final ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    final void print(String line) {
        out().println(line);
        out().flush();
    }

    final void printJson(Object value) {
        JsonObject json = value instanceof JsonObject already ? already : ContractCodec.encode(value);
        print(json.encodePrettily());
    }

    private URI uri(String url) {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw wrongUsage((control != null ? "--control" : CONTROL_VARIABLE) + ": " + url
                + " is no URL of a node: give one such as http://127.0.0.1:8010");
    }
}
