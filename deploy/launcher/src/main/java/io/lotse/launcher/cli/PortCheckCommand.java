package io.lotse.launcher.cli;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.lotse.contracts.Counts;
import io.lotse.contracts.ports.Protocol;
import io.lotse.launcher.config.ConfigException;
import io.lotse.launcher.config.ConfigReader;
import io.lotse.launcher.config.LotseHome;

/** {@code lotse ports check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        header = "Look for what is wrong with a host's ports.",
        description =
                "Whether nodes and active instances listen at their ports, who listens at managed ports without an"
                        + " allocation, and which ranges the kernel hands out too. Where no node runs on this host: whether the"
                        + " configured ports of one are free.%n",
        footer = {"", "Exit codes: 0 all is as it should be, 1 something was found, or the check failed."})
final class PortCheckCommand extends ShowCommand {
    @Option(names = "--host", paramLabel = "HOST", description = "On this host. Default: the node's.")
    private String host;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration to look at where no node runs. Default: ./lotse.yaml if it is there.")
    private Path file;

    PortCheckCommand(Map<String, String> environment) {
        super(environment);
    }

    /**
     * What was looked at, and what was found.
     *
     * @param findings empty if all is as it should be
     */
    record Report(String host, int allocations, int listeners, List<Finding> findings) {}

    /**
     * Something that is not as it should be.
     *
     * @param port null where it is about a range
     * @param protocol null where it is about a range
     * @param remedy null where it is not known
     */
    record Finding(String code, Integer port, Protocol protocol, String text, String remedy) {}

    @Override
    public Integer call() {
        boolean alone = host == null && nodes().get().isEmpty();
        Report report = alone
                ? configured()
                : client().get(Paths.PORTS_CHECK + ControlClient.query(Collections.singletonMap("host", host)))
                        .as(Report.class);
        if (json()) {
            printJson(report);
        } else {
            show(report, alone);
        }
        return report.findings().isEmpty() ? ExitCode.OK : ExitCode.REFUSED;
    }

    private Report configured() {
        try {
            ConfigReader reader = new ConfigReader(environment(), LotseHome.of(environment()));
            return new ConfiguredPorts(new PortOwner())
                    .check(reader.read(Map.of(), file).node());
        } catch (ConfigException e) {
            throw new Refusal(ExitCode.USAGE, e.mistakes());
        }
    }

    private void show(Report report, boolean alone) {
        for (Finding finding : report.findings()) {
            print(finding.text());
            if (finding.remedy() != null) {
                print("  to mend it: " + finding.remedy());
            }
        }
        String what = alone
                ? "no node runs on this host; its configured ports were looked at"
                : Counts.of(report.allocations(), "given port") + " and " + Counts.of(report.listeners(), "listener")
                        + " of " + report.host() + " were looked at";
        int found = report.findings().size();
        print(what + ": " + (found == 0 ? "all is as it should be" : Counts.of(found, "finding")));
    }
}
