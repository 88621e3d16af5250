package io.lotse.launcher.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.lotse.contracts.Counts;

/** {@code lotse ledger export}. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        header = "Write all that the ledger holds, as of one revision, as lines of JSON.",
        footer = {
            "",
            "The ledger stays in use meanwhile. The last line holds a checksum; a file is put in place only when it is whole.",
            "Exit codes: 0 all of it is written, 1 it is not, 2 wrong options."
        })
final class LedgerExportCommand extends ControlCommand {
    @Option(names = "--out", paramLabel = "FILE", description = "Where to write it. Default: standard output.")
    private Path out;

    LedgerExportCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    public Integer call() throws IOException {
        if (out == null) {
            copy(System.out);
            return ExitCode.OK;
        }
        Path part = out.resolveSibling(out.getFileName() + ".part");
        try {
            ExportCheck check;
            try (OutputStream file = open(part)) {
                check = copy(file);
            }
            Files.move(part, out, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            err().println("lotse: " + out + " holds " + Counts.of(check.entries(), "entry", "entries") + ", checksum "
                    + check.sha256());
            err().flush();
        } finally {
            Files.deleteIfExists(part);
        }
        return ExitCode.OK;
    }

    private static OutputStream open(Path part) {
        try {
            return Files.newOutputStream(part);
        } catch (IOException e) {
            throw new Refusal("cannot write " + part + " (" + e + "): give a file in a folder that is there");
        }
    }

    private ExportCheck copy(OutputStream to) {
        ExportCheck check = new ExportCheck();
        try (InputStream from = new BufferedInputStream(client().download(Paths.LEDGER_EXPORT), 1 << 16)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                check.take(buffer, n);
                to.write(buffer, 0, n);
            }
            to.flush();
        } catch (IOException e) {
            throw new Refusal("the export broke off (" + e.getMessage() + "): run it again");
        }
        check.requireWhole();
        return check;
    }
}
