package io.lotse.launcher.cli;

import picocli.CommandLine.Command;

/** {@code lotse} without a command: says which there are. */
@Command(
        name = "lotse",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Ports, a registry and a gateway for a team's services.",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Begin with: lotse start --detach",
            "            lotse run --name hello -- python3 -m http.server {port}",
            "Help on a command: lotse COMMAND --help"
        })
final class LotseCommand extends CommandGroup {}
