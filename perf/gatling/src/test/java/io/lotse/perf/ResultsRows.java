package io.lotse.perf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes rows for {@code perf/RESULTS.md} of a report: {@code java ResultsRows.java REPORT_FOLDER JOURNEY NODES COMMAND}. */
final class ResultsRows {
    /** Of an activity; its requests have it as parent. */
    private static final Pattern ROW =
            Pattern.compile("<tr id=\"[^\"]*\" data-parent=\"ROOT\">(.*?)</tr>", Pattern.DOTALL);

    private static final Pattern NAME = Pattern.compile("class=\"ellipsed-name\">([^<]*)</span>");
    private static final Pattern CELL = Pattern.compile("class=\"value \\w+ col-\\d+\">([^<]*)<");

    private ResultsRows() {}

    public static void main(String[] arguments) throws IOException {
        String report = Files.readString(Path.of(arguments[0], "index.html"));
        String run = String.join(" | ", LocalDate.now(ZoneOffset.UTC).toString(), arguments[1], arguments[2]);
        System.out.println("`" + arguments[3] + "`, " + Runtime.getRuntime().availableProcessors() + " cores, Java "
                + System.getProperty("java.version") + "\n");
        System.out.println("| date | journey | nodes | activity | times | failed | p50 / p95 / p99, ms |");
        System.out.println("|---|---|---|---|---|---|---|");
        ROW.matcher(report)
                .results()
                .forEach(row -> System.out.println("| " + run + " | " + cells(row.group(1)) + " |"));
    }

    private static String cells(String row) {
        Matcher name = NAME.matcher(row);
        List<String> values = CELL.matcher(row)
                .results()
                .map(cell -> cell.group(1).replace(",", "").strip())
                .collect(Collectors.toList());
        return String.format(
                Locale.ROOT,
                "%s | %s | %s | %s / %s / %s",
                name.find() ? name.group(1) : "?",
                values.get(0),
                values.get(2),
                values.get(6),
                values.get(8),
                values.get(9));
    }
}
