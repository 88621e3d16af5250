package io.lotse.launcher.cli;

import java.time.Clock;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.metrics.SeriesColumn;
import io.lotse.contracts.metrics.SeriesReply;

/** {@code lotse metrics}. */
@Command(
        name = "metrics",
        mixinStandardHelpOptions = true,
        header = "Show the figures of a service, an instance or a node over time.",
        footer = {"", "With --json: every value, with its time."})
final class MetricsCommand extends ShowCommand {
    private static final int DEFAULT_MINUTES = 15;

    @Parameters(arity = "0..1", paramLabel = "SERVICE", description = "The service.")
    private String service;

    @Option(names = "--instance", paramLabel = "ID", description = "Of this instance.")
    private String instance;

    @Option(names = "--node", paramLabel = "NODE", description = "Of this node.")
    private String node;

    @Option(
            names = "--path",
            paramLabel = "PATH",
            description = "Of this request path of the service, which a threshold names.")
    private String path;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = DEFAULT_MINUTES + "",
            description = "Of the last N minutes, up to 7 days of them. Default: ${DEFAULT-VALUE}.")
    private int minutes;

    MetricsCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    public Integer call() {
        Map<String, String> query = new HashMap<>();
        query.put("service", service);
        query.put("service_id", instance);
        query.put("node", node);
        query.put("path", path);
        query.put(
                "from", Clock.systemUTC().instant().minusSeconds(60L * minutes).toString());
        return show(
                client().get(Paths.METRIC_SERIES + ControlClient.query(query)),
                answer -> show(answer.as(SeriesReply.class)));
    }

    private void show(SeriesReply reply) {
        if (reply.series().isEmpty()) {
            print("nothing was measured in the last " + minutes + " min");
            return;
        }
        Table table = new Table("FIGURE", "LAST", "MEAN", "LEAST", "MOST");
        for (SeriesColumn column : reply.series()) {
            List<Double> values = column.values();
            DoubleSummaryStatistics all =
                    values.stream().mapToDouble(Double::doubleValue).summaryStatistics();
            table.row(
                    column.metric(),
                    shown(values.get(values.size() - 1)),
                    shown(all.getAverage()),
                    shown(all.getMin()),
                    shown(all.getMax()));
        }
        table.print(out());
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, value >= 1_000 ? "%.0f" : "%.2f", value);
    }
}
