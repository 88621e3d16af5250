package io.lotse.launcher.cli;

import java.util.Map;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code lotse ledger export}, {@code import} and {@code status}. */
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        header = "Back the ledger up, restore or move it, and see how it stands.")
final class LedgerCommand extends CommandGroup {
    private LedgerCommand() {}

    static CommandLine create(Map<String, String> environment) {
        return new CommandLine(new LedgerCommand())
                .addSubcommand(new LedgerExportCommand(environment))
                .addSubcommand(new LedgerImportCommand(environment))
                .addSubcommand(new LedgerStatusCommand(environment));
    }
}
