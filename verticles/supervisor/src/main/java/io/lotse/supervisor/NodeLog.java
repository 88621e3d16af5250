package io.lotse.supervisor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

import io.lotse.contracts.supervision.LogLines;
import io.lotse.contracts.supervision.LogQuery;

/** The node's own log, whose lines tell their times; its logger keeps it small. Blocks for a moment. */
final class NodeLog {
    private static final String TIME = "time=";
    private static final int MOST_LINES = 10_000;

    private final ServiceLog log;

    NodeLog(Path path, Clock clock) {
        this.log = new ServiceLog(path, ServicesConfig.Log.DEFAULT, clock);
    }

    LogLines read(LogQuery query) throws IOException {
        if (query.since() == null || query.from() != null) {
            return log.read(query);
        }
        LogLines last = log.read(new LogQuery(null, null, null, MOST_LINES, null));
        List<String> items = new ArrayList<>();
        boolean late = false;
        for (String line : last.items()) {
            // the lines of a stack trace belong to the one above
            late = line.startsWith(TIME) ? isFrom(line, query.since()) : late;
            if (late) {
                items.add(line);
            }
        }
        int limit = query.limit() == null ? items.size() : query.limit();
        return new LogLines(items.subList(Math.max(0, items.size() - limit), items.size()), last.next());
    }

    private static boolean isFrom(String line, Instant since) {
        int end = line.indexOf(' ');
        try {
            return end > 0 && !Instant.parse(line.substring(TIME.length(), end)).isBefore(since);
        } catch (DateTimeParseException notOurs) {
            return true;
        }
    }
}
