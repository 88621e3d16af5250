package io.lotse.launcher.cli;

import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.registry.Instance;
import io.lotse.launcher.config.HostPort;

/** {@code lotse endpoint}. */
@Command(
        name = "endpoint",
        mixinStandardHelpOptions = true,
        header = "Tell where a service or an instance is reached: HOST:PORT.",
        footer = {"", "A service with several active instances: one of them, in turn."})
final class EndpointCommand extends ShowCommand {
    @Parameters(paramLabel = "SERVICE", description = "A service's name or an instance's id.")
    private String service;

    @Option(
            names = "--environment",
            paramLabel = "ENVIRONMENT",
            description = "Where to look for the service. Default: in the node's own environment.")
    private String inEnvironment;

    EndpointCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    public Integer call() {
        return show(
                client().get(path()),
                answer -> print(endpoint(answer.as(Instance.class)).toString()));
    }

    private String path() {
        String asked = Paths.ENDPOINT + ControlClient.segment(service);
        return inEnvironment == null ? asked : asked + ControlClient.query(Map.of("environment", inEnvironment));
    }

    static HostPort endpoint(Instance instance) {
        return new HostPort(instance.ipAddress(), instance.port());
    }
}
