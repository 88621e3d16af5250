package io.lotse.openapi;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path of an OpenAPI document with its operations. A parameter is a part of a segment or all of it.
 *
 * @param template as the document has it, behind the path of its server
 * @param segments what each segment has to be
 * @param operations by method, in capitals
 */
record ApiPath(String template, List<Segment> segments, Map<String, ApiOperation> operations)
        implements Comparable<ApiPath> {
    private static final Pattern PARAMETER = Pattern.compile("\\{([^{}/]+)}");

    /**
     * A segment of a path.
     *
     * @param literal what it is; null where it has parameters
     * @param pattern what it looks like, with a group for each parameter; null where it is literal
     */
    record Segment(String literal, Pattern pattern, List<String> names) {
        static Segment of(String text) {
            Matcher parameter = PARAMETER.matcher(text);
            StringBuilder regex = new StringBuilder();
            List<String> names = new ArrayList<>();
            int at = 0;
            while (parameter.find()) {
                regex.append(Pattern.quote(text.substring(at, parameter.start())))
                        .append("(.+)");
                names.add(parameter.group(1));
                at = parameter.end();
            }
            return names.isEmpty()
                    ? new Segment(decoded(text), null, names)
                    : new Segment(
                            null,
                            Pattern.compile(
                                    regex.append(Pattern.quote(text.substring(at)))
                                            .toString(),
                                    Pattern.DOTALL),
                            names);
        }

        private boolean takes(String text, Map<String, List<String>> parameters) {
            if (literal != null) {
                return literal.equals(text);
            }
            Matcher found = pattern.matcher(text);
            if (!found.matches()) {
                return false;
            }
            for (int i = 0; i < names.size(); i++) {
                parameters.put(names.get(i), List.of(found.group(i + 1)));
            }
            return true;
        }
    }

    /** @param template as the document has it, behind the path of its server */
    static ApiPath of(String template, Map<String, ApiOperation> operations) {
        List<Segment> segments = new ArrayList<>();
        for (String segment : split(template)) {
            segments.add(Segment.of(segment));
        }
        return new ApiPath(template, segments, operations);
    }

    /** The path's segments, decoded. */
    static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : split(path)) {
            segments.add(decoded(segment));
        }
        return segments;
    }

    private static String[] split(String path) {
        return path.substring(1).split("/", -1);
    }

    /** What cannot be decoded stays as it is; a plus is a plus. */
    private static String decoded(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }

    /** The values of its parameters by name; null if it is another path. */
    Map<String, List<String>> match(List<String> path) {
        if (path.size() != segments.size()) {
            return null;
        }
        Map<String, List<String>> parameters = new HashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            if (!segments.get(i).takes(path.get(i), parameters)) {
                return null;
            }
        }
        return parameters;
    }

    /** Those come first that say more exactly what a path has to be. */
    @Override
    public int compareTo(ApiPath other) {
        for (int i = 0; i < Math.min(segments.size(), other.segments.size()); i++) {
            int order = Boolean.compare(
                    segments.get(i).literal() == null, other.segments.get(i).literal() == null);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(segments.size(), other.segments.size());
    }
}
