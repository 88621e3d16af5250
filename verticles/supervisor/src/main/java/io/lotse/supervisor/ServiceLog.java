package io.lotse.supervisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.lotse.contracts.supervision.LogLines;
import io.lotse.contracts.supervision.LogQuery;

/** What a service writes, kept small and found again by time. All of it blocks for a moment. */
final class ServiceLog {
    private static final int MOST_BYTES = 256 * 1024;
    private static final int DEFAULT_LIMIT = 100;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final LogFile file;
    private final LogTimes times;
    private final Clock clock;

    /** @param path the file that is written */
    ServiceLog(Path path, ServicesConfig.Log bounds, Clock clock) {
        this.file = new LogFile(path, bounds);
        this.times = new LogTimes(path.resolveSibling(path.getFileName() + ".times"));
        this.clock = clock;
    }

    /** The file to append to; its folder is there. */
    Path prepare() throws IOException {
        return file.prepare();
    }

    /** Says something of the supervisor's between the lines of the service. */
    void say(String text) {
        file.say("time=" + TIME.format(clock.instant()) + " logger=supervisor " + text);
    }

    /** The position behind all that was written. */
    long end() {
        return file.end();
    }

    /** What was written from a position on, at most so many characters of its end. */
    String text(long from, int most) throws IOException {
        String all =
                text(file.read(Math.max(from, file.end() - 4L * most), 4 * most).bytes());
        return all.substring(Math.max(0, all.length() - most));
    }

    /** Makes it small if it is large, and notes how far it is; whether it was. */
    boolean keep() throws IOException {
        boolean large = file.rotate();
        long dropped = file.takeDropped();
        if (dropped > 0) {
            say("event=output_dropped bytes=" + dropped + " reason=\"it came too fast, or the disk is full\"");
        }
        times.note(clock.instant(), file.end());
        return large;
    }

    LogLines read(LogQuery query) throws IOException {
        int limit = query.limit() == null ? DEFAULT_LIMIT : query.limit();
        if (query.from() != null) {
            return on(query.from());
        }
        if (query.since() != null && query.limit() == null) {
            return on(times.before(query.since()));
        }
        long earliest = query.since() == null ? 0 : times.before(query.since());
        long end = file.end();
        LogFile.Part part = file.read(Math.max(earliest, end - MOST_BYTES), MOST_BYTES);
        LogLines all = lines(
                part, part.start() > Math.max(earliest, file.segments().get(0).start()));
        List<String> items = all.items();
        return new LogLines(items.subList(Math.max(0, items.size() - limit), items.size()), all.next());
    }

    private LogLines on(long from) throws IOException {
        return lines(file.read(from, MOST_BYTES), false);
    }

    /**
     * Its whole lines; one that fills all there is counts as whole.
     *
     * @param cut whether it begins within a line
     */
    private static LogLines lines(LogFile.Part part, boolean cut) {
        List<String> lines = new ArrayList<>();
        int at = cut ? part.bytes().indexOf('\n') + 1 : 0;
        for (int end = part.bytes().indexOf('\n', at);
                end >= 0;
                end = part.bytes().indexOf('\n', at)) {
            lines.add(text(part.bytes().substring(at, end)));
            at = end + 1;
        }
        if (lines.isEmpty() && part.bytes().length() - at >= MOST_BYTES) {
            lines.add(text(part.bytes().substring(at)));
            at = part.bytes().length();
        }
        return new LogLines(lines, part.start() + at);
    }

    private static String text(String bytes) {
        String line = new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }
}
