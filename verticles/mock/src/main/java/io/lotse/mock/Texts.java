package io.lotse.mock;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.github.curiousoddman.rgxgen.RgxGen;
import io.vertx.core.json.JsonObject;

/** Makes texts of schemas up. */
final class Texts {
    private static final List<String> WORDS = List.of(
            "amber", "birch", "coral", "delta", "ember", "fjord", "grove", "harbor", "indigo", "juniper", "kelp",
            "lagoon", "maple", "north", "ocean", "pilot", "quartz", "river", "stone", "tide", "umber", "violet",
            "willow", "zephyr");
    private static final Instant BEGIN = Instant.parse("2025-01-01T00:00:00Z");
    private static final int YEAR_SECONDS = 365 * 24 * 3600;
    private static final Pattern REPETITION = Pattern.compile("\\{(\\d+)(?:,(\\d*))?}");
    private static final int LONGEST = 100_000;
    private static final int TRIES = 20;

    private Texts() {}

    static String make(JsonObject schema, Random random) {
        int least = Math.min(SchemaValues.whole(schema, "minLength", 0), LONGEST);
        int most = SchemaValues.whole(schema, "maxLength", Integer.MAX_VALUE);
        if (schema.getValue("pattern") instanceof String pattern) {
            return ofPattern(pattern, least, most, random);
        }
        String text = schema.getValue("format") instanceof String format ? ofFormat(format, random) : word(random);
        return fitted(text, least, most, random);
    }

    private static String fitted(String text, int least, int most, Random random) {
        StringBuilder fitted = new StringBuilder(text);
        while (fitted.length() < least) {
            fitted.append(fitted.length() == 0 ? "" : " ").append(word(random));
        }
        int end = Math.min(most, fitted.length() > text.length() ? Math.max(least, text.length()) : fitted.length());
        return fitted.substring(0, Math.max(0, end));
    }

    private static String word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private static String ofFormat(String format, Random random) {
        return switch (format) {
            case "date-time" -> BEGIN.plusSeconds(random.nextInt(YEAR_SECONDS)).toString();
            case "date" -> LocalDate.ofEpochDay(20_000 + random.nextInt(365)).toString();
            case "time" -> "%02d:%02d:%02dZ".formatted(random.nextInt(24), random.nextInt(60), random.nextInt(60));
            case "duration" -> "PT" + (1 + random.nextInt(60)) + "M";
            case "email", "idn-email" -> word(random) + "@example.com";
            case "hostname", "idn-hostname" -> word(random) + ".example.com";
            case "ipv4" -> "192.0.2." + (1 + random.nextInt(254));
            case "ipv6" -> "2001:db8::" + Integer.toHexString(1 + random.nextInt(0xfffe));
            case "uri", "url", "iri" -> "https://example.com/" + word(random);
            case "uri-reference", "iri-reference" -> "/" + word(random);
            case "uuid" ->
                new UUID(random.nextLong() & ~0xf000L | 0x4000L, random.nextLong() >>> 2 | 0x8000000000000000L)
                        .toString();
            case "byte" -> Base64.getEncoder().encodeToString(word(random).getBytes(StandardCharsets.UTF_8));
            case "json-pointer" -> "/" + word(random);
            case "regex" -> "^" + word(random) + "$";
            default -> word(random);
        };
    }

    /** Whether its repetitions together make more than anybody would send. */
    private static boolean isHuge(String pattern) {
        double times = 1;
        Matcher count = REPETITION.matcher(pattern);
        while (count.find()) {
            String most = count.group(2) == null || count.group(2).isEmpty() ? count.group(1) : count.group(2);
            times *= Math.max(1, Double.parseDouble(most));
        }
        return times > LONGEST;
    }

    /** What cannot be made by the pattern is a word, which its schema refuses. */
    private static String ofPattern(String pattern, int least, int most, Random random) {
        try {
            if (isHuge(pattern)) {
                return fitted(word(random), least, most, random);
            }
            RgxGen made = RgxGen.parse(pattern);
            String text = made.generate(random);
            for (int i = 0; i < TRIES && (text.length() < least || text.length() > most); i++) {
                text = made.generate(random);
            }
            return text;
        } catch (RuntimeException | StackOverflowError e) {
            return fitted(word(random), least, most, random);
        }
    }
}
