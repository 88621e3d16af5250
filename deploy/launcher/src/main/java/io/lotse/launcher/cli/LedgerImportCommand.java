package io.lotse.launcher.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.Counts;

/** {@code lotse ledger import}. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        header = "Take over an exported ledger.",
        footer = {
            "",
            "The file is checked as a whole before anything is written. An import that broke off goes on where it was when it is",
            "run again with the same file.",
            "Exit codes: 0 all of it is taken over, 1 it is not, 2 wrong options."
        })
final class LedgerImportCommand extends ControlCommand {
    @Option(
            names = "--replace",
            description = "Overwrite what the ledger holds, and remove what the file does not hold.")
    private boolean replace;

    @Parameters(paramLabel = "FILE", description = "What lotse ledger export wrote.")
    private Path file;

    LedgerImportCommand(Map<String, String> environment) {
        super(environment);
    }

    /** A line of the answer. */
    private record Progress(long done, long entries, boolean finished, Long revision, Problem.Body problem) {}

    @Override
    public Integer call() {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new Refusal("cannot read " + file + ": give a file that lotse ledger export wrote");
        }
        String path = Paths.LEDGER_IMPORT + (replace ? "?replace=true" : "");
        Progress last = client().upload(path, file, this::show);
        if (last == null || !last.finished()) {
            throw new Refusal("the node broke off: the import is not finished, run it again");
        }
        print("imported " + Counts.of(last.entries(), "entry", "entries") + ", the ledger is at revision "
                + last.revision());
        return ExitCode.OK;
    }

    private Progress show(String line) {
        Progress progress;
        try {
            progress = ContractCodec.decode(new JsonObject(line), Progress.class);
        } catch (DecodeException e) {
            return null;
        }
        if (progress.problem() != null) {
            throw new Refusal(progress.problem().code() + ": "
                    + progress.problem().detail() + " (the import is not finished: run it again)");
        }
        err().println("lotse: " + progress.done() + " of " + Counts.of(progress.entries(), "entry", "entries"));
        err().flush();
        return progress;
    }
}
