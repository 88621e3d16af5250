package io.lotse.launcher.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.registry.MockMetadata;
import io.lotse.launcher.config.HostPort;
import io.lotse.mock.MockConfig;
import io.lotse.mock.RecorderConfig;
import io.lotse.mock.RecorderVerticle;

/** {@code lotse mock}. */
@Command(
        name = "mock",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Stand in for a service: answer from its OpenAPI document, or with what was recorded of it.",
        customSynopsis = {
            "lotse mock SERVICE (--openapi FILE | --recorded FILE) [OPTION...]",
            "       lotse mock SERVICE --record FILE [--to URL] [--port PORT]",
            "Example: lotse mock orders --openapi orders.yaml --latency 50ms",
            ""
        },
        description =
                "A mock is registered as the service is, with a port of its own, and deregistered when it ends. While a"
                        + " real instance of the service is active in its environment, it is given no requests. Its file is"
                        + " read again when it changes.",
        footer = {
            "",
            "A request chooses the answer with Prefer: code=404, and one of its examples with",
            "Prefer: example=NAME. In environments of production no mock is registered.",
            "Exit codes: 0 ended by a signal, 1 refused, 2 wrong options."
        })
final class MockCommand extends ControlCommand {
    private static final String LOOPBACK = "127.0.0.1";

    @Parameters(paramLabel = "SERVICE", description = "The name of the service.")
    private String service;

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Option(names = "--to", paramLabel = "URL", description = "Where to record. Default: the service, by the gateway.")
    private URI upstream;

    @Option(names = "--id", paramLabel = "ID", description = "The instance's id. Default: one is made up.")
    private String id;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "This port and no other. Default: a free one is given.")
    private Integer port;

    @Option(names = "--address", paramLabel = "ADDRESS", description = "Where it listens. Default: as configured.")
    private String address;

    @Option(
            names = "--environment",
            paramLabel = "ENVIRONMENT",
            description = "The environment it is in. Default: that of the node.")
    private String inEnvironment;

    @Option(
            names = "--latency",
            paramLabel = "TIME",
            defaultValue = "0",
            converter = DurationConverter.class,
            description = "Each answer takes so long at least, such as 50ms. Default: ${DEFAULT-VALUE}.")
    private Duration latency;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Makes up other values with another number, the same with the same. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--unchecked", description = "Answer also requests that do not fit the document.")
    private boolean unchecked;

    /** What answers come from, or go to. */
    static final class Source {
        @Option(names = "--openapi", paramLabel = "FILE", description = "An OpenAPI 3 document, YAML or JSON.")
        private Path openapi;

        @Option(
                names = "--recorded",
                paramLabel = "FILE",
                description = "Recorded answers, or a folder with such files (*.jsonl).")
        private Path recorded;

        @Option(
                names = "--record",
                paramLabel = "FILE",
                description = "Record: send requests on to the real service, and write its answers to this file.")
        private Path record;
    }

    MockCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    public Integer call() {
        if (source.record != null) {
            return recording();
        }
        if (upstream != null) {
            throw wrongUsage("--to is for --record");
        }
        ServiceOptions options = ServiceOptions.ofMock(
                service, new ServiceOptions.Listening(id, port, address, inEnvironment), metadata());
        MockRun run = new MockRun(new MeshClient(nodes()), new MeshClient(nodes()), options, this::config, this::say);
        Thread end = new Thread(() -> run.stop().ifPresent(Runtime.getRuntime()::halt), "lotse-mock-stop");
        Runtime.getRuntime().addShutdownHook(end);
        return run.run();
    }

    private Map<String, String> metadata() {
        return source.openapi == null
                ? Map.of(MockMetadata.MOCK, "true")
                : Map.of(MockMetadata.MOCK, "true", "openapi", "/openapi.json");
    }

    private MockConfig config(String host, int given) {
        boolean isDocument = source.openapi != null;
        return new MockConfig(
                service,
                host,
                given,
                isDocument ? MockConfig.Kind.OPENAPI : MockConfig.Kind.RECORDED,
                isDocument ? source.openapi : source.recorded,
                latency,
                seed,
                !unchecked,
                this::say);
    }

    private int recording() {
        RecorderConfig config;
        try {
            config = new RecorderConfig(
                    address == null ? LOOPBACK : address,
                    port == null ? 0 : port,
                    upstream == null ? throughGateway() : upstream,
                    source.record);
        } catch (IllegalArgumentException e) {
            throw wrongUsage("--to: " + e.getMessage());
        }
        RecorderVerticle recorder = new RecorderVerticle(config);
        VerticleHost host = new VerticleHost();
        host.deploy(recorder).ifPresent(reason -> {
            host.close();
            throw new Refusal("cannot listen at " + config.host() + " port " + config.port() + ": " + reason);
        });
        say("recording " + service + " at http://" + new HostPort(config.host(), recorder.port())
                + ": requests go on to " + config.upstream() + ", answers into " + config.file());
        return host.untilEnd();
    }

    /** The service as clients reach it. */
    private URI throughGateway() {
        StatusCommand.Cluster cluster = client().get(Paths.CLUSTER).as(StatusCommand.Cluster.class);
        String gateway = cluster.members().stream()
                .filter(node -> node.gateway() != null)
                .min(Comparator.comparing(node -> !node.id().equals(cluster.node())))
                .map(NodeInfo::gateway)
                .orElseThrow(
                        () -> new Refusal("no node of the mesh has a gateway: say with --to where the service is"));
        String where = inEnvironment == null ? service : service + "@" + inEnvironment;
        return URI.create(gateway + "/api/" + where);
    }

    private void say(String line) {
        err().println("lotse: " + line);
        err().flush();
    }
}
