package io.lotse.perf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a row for {@code perf/RESULTS.md} of a report: {@code java ResultsRow.java REPORT_FOLDER NODES COMMAND}. */
final class ResultsRow {
    private static final String NAME = "class=\"ellipsed-name\">%s</span>";
    private static final Pattern CELL = Pattern.compile("class=\"value \\w+ col-\\d+\">([^<]*)<");

    private final String report;

    ResultsRow(String report) {
        this.report = report;
    }

    public static void main(String[] arguments) throws IOException {
        ResultsRow row = new ResultsRow(Files.readString(Path.of(arguments[0], "index.html")));
        System.out.println(row.of(LocalDate.now(ZoneOffset.UTC), arguments[1], machine(), arguments[2]));
    }

    /**
     * A request of the report's table, times in milliseconds.
     *
     * @param count how often it was made
     * @param failed how many of them failed
     */
    record Request(long count, long failed, double p50, double p95, double p99) {
        private static Request of(Matcher cells) {
            double[] values = new double[13];
            for (int i = 0; i < values.length && cells.find(); i++) {
                values[i] = number(cells.group(1));
            }
            return new Request((long) values[0], (long) values[2], values[6], values[8], values[9]);
        }

        private static double number(String cell) {
            String digits = cell.replace(",", "").strip();
            return digits.isEmpty() || "-".equals(digits) ? 0 : Double.parseDouble(digits);
        }

        String times() {
            return String.format(Locale.ROOT, "%.0f / %.0f / %.0f", p50, p95, p99);
        }
    }

    String of(LocalDate date, String nodes, String machine, String command) {
        Optional<Request> through = find("through the gateway");
        Optional<Request> straight = find("straight to the service");
        return "| "
                + String.join(
                        " | ",
                        date.toString(),
                        nodes,
                        times(find("register")),
                        times(find("look up")),
                        times(through),
                        times(straight),
                        through.flatMap(t -> straight.map(s -> ratio(t, s))).orElse("-"),
                        times(find("hear")),
                        failures(),
                        machine,
                        "`" + command + "`")
                + " |";
    }

    /** The first of this name: a journey comes before its requests. */
    Optional<Request> find(String name) {
        String marked = String.format(Locale.ROOT, NAME, name);
        int at = report.indexOf(marked);
        if (at < 0) {
            return Optional.empty();
        }
        return Optional.of(Request.of(CELL.matcher(report).region(at, report.length())));
    }

    private String failures() {
        return find("All Requests")
                .map(all -> all.failed() + " of " + all.count())
                .orElse("-");
    }

    private static String times(Optional<Request> request) {
        return request.map(Request::times).orElse("-");
    }

    private static String ratio(Request through, Request straight) {
        return String.format(
                Locale.ROOT,
                "%.1f / %.1f",
                through.p50() / Math.max(1, straight.p50()),
                through.p95() / Math.max(1, straight.p95()));
    }

    private static String machine() {
        return Runtime.getRuntime().availableProcessors() + " cores, Java " + System.getProperty("java.version");
    }
}
