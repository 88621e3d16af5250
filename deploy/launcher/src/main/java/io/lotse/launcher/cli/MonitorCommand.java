package io.lotse.launcher.cli;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.lotse.connection.SystemConfig;
import io.lotse.launcher.config.ConfigReader.Configured;
import io.lotse.launcher.config.NodeConfig;

/** {@code lotse monitor}: what a timer or cron calls. */
@Command(
        name = "monitor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Look after a node of this host: start it if it is down.",
        description = "Starts it if it is down and was not stopped with lotse stop, ends and starts it if it did not"
                + " answer three looks in a row, and tells of an outage that lasts and of services that were given up."
                + " Follows config/system_config.json, where there is one.%n",
        footer = {
            "",
            "Each look is logged in DIR/logs/monitor.log.",
            "Exit codes: 0 all is well, 1 something is not, 2 wrong options or configuration."
        })
final class MonitorCommand implements Callable<Integer> {
    private static final Duration EVERY = Duration.ofSeconds(30);

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Option(names = "--once", description = "Look once, and end: for timers.")
    private boolean once;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Else how often. Default: CheckInterval of config/system_config.json, else 30s.")
    private Duration every;

    @Parameters(arity = "0..*", paramLabel = "OPTION", description = "Of lotse start, behind --.")
    private List<String> options = List.of();

    MonitorCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<String> ofNode = options == null ? List.of() : options;
        Configured configured = StartOptions.configured(spec, ofNode, environment);
        configured.warnings().forEach(this::warn);
        SystemConfig settings = configured.former();
        if (!settings.enabled()) {
            print("the monitor is switched off: ConnectionMonitor.Enabled is false");
            return ExitCode.OK;
        }
        if (settings.mode() == SystemConfig.Mode.PORTS_ONLY) {
            return PortDiagnosis.of(configured).show(spec.commandLine().getOut());
        }
        Duration pause = every != null
                ? every
                : Optional.ofNullable(settings.checkInterval()).orElse(EVERY);
        while (!once) {
            look(configured, ofNode);
            Thread.sleep(pause.toMillis());
        }
        return look(configured, ofNode);
    }

    private int look(Configured configured, List<String> ofNode) {
        NodeConfig node = configured.node();
        TaskLog log = new TaskLog(
                node.data().resolve("logs").resolve("monitor.log"), "monitor", Clock.systemUTC(), this::warn);
        try (FolderLock lock = lock(node.data()).orElse(null)) {
            if (lock == null) {
                print("another look after node " + node.name() + " goes on");
                return ExitCode.OK;
            }
            List<MonitorLook.Finding> found =
                    new MonitorLook(node, configured.former(), () -> start(node, ofNode), Clock.systemUTC()).look();
            found.forEach(one -> tell(one, node, log));
            return found.stream().allMatch(MonitorLook.Finding::well) ? ExitCode.OK : ExitCode.REFUSED;
        }
    }

    private void tell(MonitorLook.Finding one, NodeConfig node, TaskLog log) {
        print(one.text());
        log.say(
                one.well() ? "INFO" : "WARN",
                "event=" + one.event() + " node=" + node.name() + " detail=\""
                        + one.text().replace('"', '\'') + "\"");
    }

    private static Optional<FolderLock> lock(Path data) {
        try {
            return FolderLock.tryTake(data.resolve("monitor.lock"));
        } catch (UncheckedIOException e) {
            throw new Refusal("the data folder " + data + " cannot be written: " + e.getCause());
        }
    }

    private int start(NodeConfig node, List<String> ofNode) {
        List<String> arguments = new ArrayList<>(List.of("start"));
        arguments.addAll(ofNode);
        return new DetachedStart(spec.commandLine().getOut(), spec.commandLine().getErr()).run(node, arguments);
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    private void warn(String line) {
        spec.commandLine().getErr().println("lotse: " + line);
        spec.commandLine().getErr().flush();
    }
}
