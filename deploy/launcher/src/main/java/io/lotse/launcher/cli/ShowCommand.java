package io.lotse.launcher.cli;

import java.util.Map;

import picocli.CommandLine.Option;

/** What the commands have in common that show something. */
abstract class ShowCommand extends ControlCommand {
    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    ShowCommand(Map<String, String> environment) {
        super(environment);
    }

    final boolean json() {
        return json;
    }
}
