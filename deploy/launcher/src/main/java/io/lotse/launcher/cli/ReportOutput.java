package io.lotse.launcher.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import picocli.CommandLine.Option;

import io.lotse.contracts.reports.ReportFormat;

/** In which format a report is wanted, and where. */
final class ReportOutput {
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "md, html, csv or json. Default: by the end of the file's name, else md.")
    private String format;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write it. Default: standard output.")
    private Path out;

    /** @param command whose option it is */
    ReportFormat format(ControlCommand command) {
        if (format != null) {
            return ReportFormat.of(format)
                    .orElseThrow(() ->
                            command.wrongUsage("--format: " + format + " is no format: give md, html, csv or json"));
        }
        String name = out == null ? "" : out.getFileName().toString();
        return ReportFormat.of(name.substring(name.lastIndexOf('.') + 1)).orElse(ReportFormat.MARKDOWN);
    }

    /**
     * Fetches a report and writes it.
     *
     * @param id the report's, or latest
     */
    int write(ControlCommand command, ControlClient client, String id, ReportFormat wanted) {
        String text = client.get(Paths.REPORTS + "/" + ControlClient.segment(id) + "." + wanted.suffix())
                .body();
        if (out == null) {
            command.out().print(text);
            command.out().flush();
            return ExitCode.OK;
        }
        try {
            Files.writeString(out, text);
        } catch (IOException e) {
            throw new Refusal("cannot write " + out + " (" + e + "): give a file in a folder that is there");
        }
        command.err().println("lotse: " + out + " holds report " + id);
        command.err().flush();
        return ExitCode.OK;
    }
}
