package io.lotse.perf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads what a report says: makes rows for {@code perf/RESULTS.md}, and the file that {@code lotse report gate} compares:
 * {@code java ResultsRows.java REPORT_FOLDER JOURNEY NODES COMMAND RUN_FILE ROUTE}.
 */
final class ResultsRows {
    private static final String ROOT = "ROOT";
    /** The row that asks the gateway for the route. */
    private static final String THROUGH = "through the gateway";

    private static final Pattern ROW =
            Pattern.compile("<tr id=\"([^\"]*)\" data-parent=\"([^\"]*)\">(.*?)</tr>", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("class=\"ellipsed-name\">([^<]*)</span>");
    private static final Pattern CELL = Pattern.compile("class=\"value \\w+ col-\\d+\">([^<]*)<");

    /** Where the columns of the report are. */
    private static final int REQUESTS = 0;

    private static final int FAILED = 2;
    private static final int P50 = 6;
    private static final int P95 = 8;
    private static final int P99 = 9;

    private ResultsRows() {}

    /**
     * A row of the report.
     *
     * @param name that of the activity, or of the activity and its request
     * @param isActivity whether it is no request of one
     */
    private record Row(String name, boolean isActivity, List<String> cells) {
        String cell(int column) {
            return cells.get(column);
        }

        double number(int column) {
            return Double.parseDouble(cell(column));
        }
    }

    public static void main(String[] arguments) throws IOException {
        List<Row> rows = rows(Files.readString(Path.of(arguments[0], "index.html")));
        String run = String.join(" | ", LocalDate.now(ZoneOffset.UTC).toString(), arguments[1], arguments[2]);
        System.out.println("`" + arguments[3] + "`, " + Runtime.getRuntime().availableProcessors() + " cores, Java "
                + System.getProperty("java.version") + "\n");
        System.out.println("| date | journey | nodes | activity | times | failed | p50 / p95 / p99, ms |");
        System.out.println("|---|---|---|---|---|---|---|");
        rows.stream()
                .filter(Row::isActivity)
                .forEach(row -> System.out.println("| " + run + " | "
                        + String.join(" | ", row.name(), row.cell(REQUESTS), row.cell(FAILED)) + " | "
                        + String.join(" / ", row.cell(P50), row.cell(P95), row.cell(P99)) + " |"));
        Files.writeString(Path.of(arguments[4]), json(rows, arguments[1], arguments[3], arguments[5]));
    }

    private static List<Row> rows(String report) {
        Map<String, String> names = new HashMap<>();
        List<Row> rows = new ArrayList<>();
        ROW.matcher(report).results().forEach(found -> {
            Matcher named = NAME.matcher(found.group(3));
            String own = named.find() ? named.group(1) : "?";
            String parent = names.get(found.group(2));
            String name = parent == null ? own : parent + " / " + own;
            names.put(found.group(1), name);
            if (!found.group(1).equals(ROOT)) {
                rows.add(new Row(name, parent == null, cells(found.group(3))));
            }
        });
        return rows;
    }

    private static List<String> cells(String row) {
        return CELL.matcher(row)
                .results()
                .map(cell -> cell.group(1).replace(",", "").strip())
                .collect(Collectors.toList());
    }

    private static String json(List<Row> rows, String journey, String command, String route) {
        String all = rows.stream()
                .map(row -> String.format(
                        Locale.ROOT,
                        "    {\"name\": %s, %s\"requests\": %s, \"failed_percent\": %.3f, \"p50_ms\": %s, \"p95_ms\": %s,"
                                + " \"p99_ms\": %s}",
                        text(row.name()),
                        row.name().equals(THROUGH) ? "\"route\": " + text(route) + ", " : "",
                        row.cell(REQUESTS),
                        100 * row.number(FAILED) / Math.max(1, row.number(REQUESTS)),
                        orNull(row.cell(P50)),
                        orNull(row.cell(P95)),
                        orNull(row.cell(P99))))
                .collect(Collectors.joining(",\n"));
        return "{\n  \"format\": 1,\n  \"journey\": " + text(journey) + ",\n  \"command\": " + text(command)
                + ",\n  \"at\": " + text(Instant.now().toString()) + ",\n  \"rows\": [\n" + all + "\n  ]\n}\n";
    }

    /** The report has a dash where nothing was timed. */
    private static String orNull(String number) {
        return number.matches("[0-9.]+") ? number : "null";
    }

    private static String text(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
