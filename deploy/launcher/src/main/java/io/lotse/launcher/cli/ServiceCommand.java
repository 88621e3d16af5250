package io.lotse.launcher.cli;

import java.util.Map;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The home of {@code lotse service install}, {@code uninstall} and {@code status}. */
@Command(
        name = "service",
        mixinStandardHelpOptions = true,
        header = "Let this host keep a node running, without a terminal.",
        footer = {"", "docs/daemon.md tells of each mode."})
final class ServiceCommand extends CommandGroup {
    private ServiceCommand() {}

    static CommandLine create(Map<String, String> environment) {
        return new CommandLine(new ServiceCommand())
                .addSubcommand(new ServiceInstallCommand(environment))
                .addSubcommand(new ServiceUninstallCommand(environment))
                .addSubcommand(new ServiceStatusCommand(environment));
    }
}
