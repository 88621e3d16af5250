package io.lotse.launcher.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.lotse.contracts.ContractCodec;

/** {@code lotse ports diagnose}. */
@Command(
        name = "diagnose",
        mixinStandardHelpOptions = true,
        header = "Look once at all ports that are configured, and start nothing.",
        description =
                "Those of the node, and those of PortForwardConfig in config/system_config.json: which are free, and"
                        + " who has the others. It asks no node.%n",
        footer = {"", "Exit codes: 0 each has a port that it can take, 1 one has not, 2 wrong configuration."})
final class PortDiagnoseCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    @Parameters(arity = "0..*", paramLabel = "OPTION", description = "Of lotse start, behind --.")
    private List<String> options = List.of();

    PortDiagnoseCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        List<String> ofNode = options == null ? List.of() : options;
        PortDiagnosis diagnosis = PortDiagnosis.of(StartOptions.configured(spec, ofNode, environment));
        if (!json) {
            return diagnosis.show(spec.commandLine().getOut());
        }
        PortDiagnosis.Report report = diagnosis.report();
        spec.commandLine().getOut().println(ContractCodec.encode(report).encodePrettily());
        spec.commandLine().getOut().flush();
        return report.findings().isEmpty() ? ExitCode.OK : ExitCode.REFUSED;
    }
}
