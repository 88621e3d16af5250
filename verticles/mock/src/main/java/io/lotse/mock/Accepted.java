package io.lotse.mock;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.lotse.openapi.ApiOperation;

/** Finds the media type that a request likes best (RFC 9110, 12.5.1). */
final class Accepted {
    private Accepted() {}

    /** A range of types with its weight. */
    private record Range(String type, double weight) {
        /** How exactly it names the type; 0 if it does not. */
        int takes(String mediaType) {
            if (type.equals(mediaType) || matches(mediaType, type)) {
                return 3;
            }
            if (type.endsWith("/*") && mediaType.startsWith(type.substring(0, type.length() - 1))) {
                return 2;
            }
            return type.equals("*/*") ? 1 : 0;
        }
    }

    /**
     * @param types in the order of preference of the one who answers
     * @param fields the request's; none accepts all
     */
    static Optional<String> best(List<String> types, List<String> fields) {
        List<Range> ranges = new ArrayList<>();
        for (String field : fields) {
            for (String part : field.split(",")) {
                if (!part.isBlank()) {
                    ranges.add(new Range(ApiOperation.mediaType(part), weight(part)));
                }
            }
        }
        String best = null;
        double weight = 0;
        for (String type : types) {
            double its = ranges.isEmpty() ? 1 : weight(ApiOperation.mediaType(type), ranges);
            if (its > weight) {
                best = type;
                weight = its;
            }
        }
        return Optional.ofNullable(best);
    }

    private static double weight(String type, List<Range> ranges) {
        int exactness = 0;
        double weight = 0;
        for (Range range : ranges) {
            int takes = range.takes(type);
            if (takes > exactness) {
                exactness = takes;
                weight = range.weight();
            }
        }
        return weight;
    }

    private static double weight(String part) {
        for (String parameter : part.split(";")) {
            String text = parameter.strip();
            if (text.startsWith("q=") || text.startsWith("Q=")) {
                try {
                    return Double.parseDouble(text.substring(2));
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }

    /** Whether a document's range has a type. */
    private static boolean matches(String range, String type) {
        return range.equals("*/*") || range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1));
    }

    /** What an answer says its type is: of a range of texts plain ones, of another a JSON one. */
    static String concrete(String type) {
        if (type.equals("*/*") || type.startsWith("application/*")) {
            return "application/json";
        }
        return type.endsWith("/*") ? "text/plain" : type;
    }
}
