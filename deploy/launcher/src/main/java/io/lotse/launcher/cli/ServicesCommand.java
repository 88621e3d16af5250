package io.lotse.launcher.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.health.HealthPage;
import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstancePage;
import io.lotse.contracts.registry.MockMetadata;

/** {@code lotse services}. */
@Command(name = "services", mixinStandardHelpOptions = true, header = "List the registered instances.")
final class ServicesCommand extends ShowCommand {
    @Parameters(arity = "0..1", paramLabel = "SERVICE", description = "Only those of this service.")
    private String name;

    @Option(names = "--type", paramLabel = "TYPE", description = "Only those of this type.")
    private String type;

    @Option(names = "--status", paramLabel = "STATUS", description = "Only active, inactive or restarting ones.")
    private String status;

    @Option(
            names = "--environment",
            paramLabel = "ENVIRONMENT",
            description = "Only those of development, test or production.")
    private String environment;

    ServicesCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    public Integer call() {
        ControlClient client = client();
        Listing<Instance> instances = Listing.of(
                cursor -> client.get(Paths.SERVICES + query(cursor)).as(InstancePage.class),
                InstancePage::items,
                InstancePage::next);
        if (json()) {
            printJson(instances);
        } else if (instances.items().isEmpty()) {
            print("no instance is registered" + (name == null ? "" : " as " + name));
        } else {
            show(instances, health(client));
        }
        return ExitCode.OK;
    }

    private String query(String cursor) {
        Map<String, String> filters = new LinkedHashMap<>();
        filters.put("name", name);
        filters.put("type", type);
        filters.put("status", status);
        filters.put("environment", environment);
        filters.put("cursor", cursor);
        return ControlClient.query(filters);
    }

    /** How each instance was when it was checked last, by its id; nothing where nobody checks. */
    private Map<String, String> health(ControlClient client) {
        try {
            return Listing.of(
                            cursor -> client.get(Paths.SERVICE_HEALTH + cursor(cursor))
                                    .as(HealthPage.class),
                            HealthPage::items,
                            HealthPage::next)
                    .items()
                    .stream()
                    .filter(report -> report.checkedAt() != null)
                    .collect(Collectors.toMap(
                            HealthReport::serviceId, report -> report.status().wireName(), (one, other) -> other));
        } catch (Problem nobodyChecks) {
            return Map.of();
        }
    }

    private static String cursor(String cursor) {
        return cursor == null ? "" : ControlClient.query(Map.of("cursor", cursor));
    }

    private void show(Listing<Instance> instances, Map<String, String> health) {
        Table table = new Table(
                "ID", "SERVICE", "ENDPOINT", "STATUS", "HEALTH", "TYPE", "ENVIRONMENT", "HOST", "LAST HEARTBEAT");
        for (Instance i : instances.items()) {
            table.row(
                    i.serviceId(),
                    i.serviceName(),
                    EndpointCommand.endpoint(i),
                    i.status().wireName() + (MockMetadata.isMock(i.metadata()) ? " (mock)" : ""),
                    health.get(i.serviceId()),
                    i.serviceType(),
                    i.environment(),
                    i.host(),
                    Ages.since(i.lastHeartbeat()));
        }
        table.print(out());
    }
}
