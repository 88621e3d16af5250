package io.lotse.launcher.cli;

import java.util.Map;
import java.util.function.Consumer;

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

    /**
     * Shows an answer: with {@code --json} as it came.
     *
     * @param words else tells people of it
     * @return {@link ExitCode#OK}
     */
    final int show(ControlClient.Answer answer, Consumer<ControlClient.Answer> words) {
        if (json) {
            printJson(answer.json());
        } else {
            words.accept(answer);
        }
        return ExitCode.OK;
    }
}
