package io.lotse.launcher.cli;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.vertx.core.json.JsonObject;

/** Which lines of a log are shown, and how. Lines without a time of their own belong to the one above them. */
final class LogFilter {
    private static final Pattern TIME = Pattern.compile("time=(\\S+)(?: .*|)");
    private static final Pattern KEY = Pattern.compile("(?:^|\\s)([a-z][a-z0-9_.]*)=(?:\"([^\"]*)\"|(\\S*))");

    private final Instant since;
    private final Pattern pattern;
    private final boolean json;
    private boolean late;

    /**
     * @param since null for any time
     * @param pattern null for any line
     * @param json whether each line becomes an object of its keys and values
     */
    LogFilter(Instant since, Pattern pattern, boolean json) {
        this.since = since;
        this.pattern = pattern;
        this.json = json;
        this.late = since == null;
    }

    /** Whether it was written late enough. Has to be asked of each line in turn. */
    boolean isLate(String line) {
        Matcher time = TIME.matcher(line);
        if (since != null && time.matches()) {
            late = isFrom(time.group(1));
        }
        return late;
    }

    /** Whether what is looked for is in it. */
    boolean matches(String line) {
        return pattern == null || pattern.matcher(line).find();
    }

    private boolean isFrom(String time) {
        try {
            return !Instant.parse(time).isBefore(since);
        } catch (DateTimeParseException notOurs) {
            return late;
        }
    }

    /** As it is printed. */
    String shown(String line) {
        return json ? object(line).encode() : line;
    }

    /** What has no keys is a message. */
    private static JsonObject object(String line) {
        JsonObject object = new JsonObject();
        if (TIME.matcher(line).matches()) {
            Matcher key = KEY.matcher(line);
            while (key.find()) {
                object.put(key.group(1), key.group(2) == null ? key.group(3) : key.group(2));
            }
        }
        if (!object.containsKey("event")) {
            object.put("message", message(line));
        }
        return object;
    }

    /** Without the keys that stand before it. */
    private static String message(String line) {
        return line.replaceFirst("^time=\\S+ (?:level=\\S+ )?(?:logger=\\S+ )?(?:thread=\\S+ )?", "");
    }
}
