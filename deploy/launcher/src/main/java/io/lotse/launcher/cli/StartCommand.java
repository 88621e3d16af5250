package io.lotse.launcher.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.lotse.launcher.config.ConfigReader.Configured;
import io.lotse.launcher.config.KernelPorts;
import io.lotse.launcher.config.LotseHome;
import io.lotse.launcher.config.Mode;
import io.lotse.launcher.config.NodeStarter;
import io.lotse.launcher.config.Setting;

/** {@code lotse start}: runs a node until it is told to stop. Its other options are the {@link Setting}s. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Run a node.",
        description = {
            "Prints one line on stdout when it is ready:",
            "  ready node=NAME gateway=URL control=URL members=N ledger=embedded|postgres revision=R",
            "Everything else goes to DIR/logs/lotse.log, warnings to stderr too."
        },
        footer = {
            "",
            "Every option is a variable too (--gateway-port: LOTSE_GATEWAY_PORT) and a key of",
            "lotse.yaml (gateway_port). An option counts before a variable, that before the file.",
            "Exit codes: 0 stopped, 1 refused or failed, 2 wrong options or configuration."
        })
final class StartCommand implements Callable<Integer> {
    private final Map<String, String> environment;
    private final LotseHome home;
    private final NodeStarter starter;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration. Default: ./lotse.yaml if it is there.")
    private Path file;

    StartCommand(Map<String, String> environment, LotseHome home, NodeStarter starter) {
        this.environment = environment;
        this.home = home;
        this.starter = starter;
    }

    @Override
    public Integer call() {
        Configured configured = StartOptions.configured(spec.commandLine().getParseResult(), environment);
        configured.warnings().forEach(w -> spec.commandLine().getErr().println("lotse: " + w));
        if (configured.node().mode() == Mode.PRODUCTION) {
            checkForProduction(configured);
        }
        if (configured.detach()) {
            return new DetachedStart(
                            spec.commandLine().getOut(), spec.commandLine().getErr())
                    .run(
                            configured.node(),
                            spec.root().commandLine().getParseResult().originalArgs());
        }
        return new NodeProcess(
                        home,
                        starter,
                        ServiceManager.of(environment, ProcessHandle.current().pid()),
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr())
                .run(configured);
    }

    private void checkForProduction(Configured configured) {
        List<String> unknown = configured.acceptedDoubts().stream()
                .filter(doubt -> !Doubt.acceptable().contains(doubt))
                .toList();
        if (!unknown.isEmpty()) {
            throw new Refusal(
                    ExitCode.USAGE,
                    List.of(Setting.ACCEPT_DOUBTS.option() + ": " + String.join(", ", unknown)
                            + " cannot be accepted: there is " + String.join(", ", Doubt.acceptable())));
        }
        try (PortClaims claims = new PortClaims(
                home.folder().resolve(".run").resolve("claims"),
                ProcessHandle.current().pid())) {
            new ProductionCheck(KernelPorts.ofThisHost(), new PortChooser(new PortOwner(), claims, line -> {}))
                    .check(configured, new TakenPorts(configured.node().data()));
        }
    }
}
